/**
 * Internal; may change in any release. A Lucene vector format that stores a code for each vector
 * and no floats, with the coders that make the codes, and a stored-fields format that keeps texts
 * apart from other fields. The engine makes and scans the codes; merges copy them.
 */
package dev.ragged.leann.internal.codec;
