package dev.ragged.ingest;

/**
 * A slice of a document's text.
 *
 * @param start first character
 * @param fresh first character that is not in the previous passage; equals {@code start} if nothing
 *     is repeated
 * @param end after the last character; the next passage's {@code fresh}
 */
record Slice(int start, int fresh, int end) {}
