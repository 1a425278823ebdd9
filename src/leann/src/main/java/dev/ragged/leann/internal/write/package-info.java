/**
 * Internal; may change in any release. Writing a collection: the one Lucene writer, and the coders
 * that its segments use.
 */
package dev.ragged.leann.internal.write;
