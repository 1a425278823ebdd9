/**
 * Contract tests for any {@link dev.ragged.VectorStore}, which needs to name only a factory and its
 * capabilities; the reference store to compare with; and helpers for tests of stores. For tests
 * only.
 */
package dev.ragged.testkit;
