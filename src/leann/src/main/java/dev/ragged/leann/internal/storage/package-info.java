/**
 * Internal; may change in any release. What a collection is on disk: its settings, its Lucene
 * fields and documents, its codec, and what can be counted and checked in its files.
 */
package dev.ragged.leann.internal.storage;
