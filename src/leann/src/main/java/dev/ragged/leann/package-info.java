/**
 * The LEANN backend. {@link dev.ragged.leann.LeannVectorStore} is the door; a collection is a
 * Lucene index whose vector field holds codes, and a search re-embeds only its best candidates.
 */
package dev.ragged.leann;
