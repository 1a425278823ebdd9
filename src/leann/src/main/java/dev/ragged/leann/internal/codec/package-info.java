/**
 * Internal; may change in any release. A Lucene vector format that stores a code for each vector
 * and no floats, with the coders that make the codes; a stored-fields format that keeps texts apart
 * from other fields, and those by column; and a postings format for ids and metadata. The engine
 * makes and scans the codes; merges copy them.
 */
package dev.ragged.leann.internal.codec;
