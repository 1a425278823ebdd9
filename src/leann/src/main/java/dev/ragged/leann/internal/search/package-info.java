/**
 * Internal; may change in any release. Reading a collection: searches by vector and by words, and
 * passages page by page.
 */
package dev.ragged.leann.internal.search;
