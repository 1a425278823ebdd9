package dev.ragged.ingest;

/**
 * A slice of a document's text.
 *
 * @param start first character
 * @param fresh first character that the passage before does not have; equals {@code start} where
 *     nothing is repeated
 * @param end after the last character; the next passage's {@code fresh}
 */
record Slice(int start, int fresh, int end) {}
