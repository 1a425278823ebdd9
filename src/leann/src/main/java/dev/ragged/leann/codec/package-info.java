/**
 * A Lucene vector format that stores a code for each vector and no floats. Codes are made and
 * scanned by the native engine; merges copy them.
 */
package dev.ragged.leann.codec;
