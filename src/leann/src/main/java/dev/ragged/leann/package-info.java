/**
 * The LEANN backend. Start with {@link dev.ragged.leann.LeannVectorStore}. A collection is a Lucene
 * index whose vector field holds codes; a search re-embeds only its best candidates.
 */
package dev.ragged.leann;
