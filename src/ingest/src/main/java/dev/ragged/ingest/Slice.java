package dev.ragged.ingest;

/**
 * A slice of a document's text.
 *
 * @param start first character
 * @param fresh first character that is not in the previous passage; equals {@code start} if nothing
 *     is repeated
 * @param end after the last character; the next passage's {@code fresh}
 * @param section the document's section that it is part of; null if that has none
 */
record Slice(int start, int fresh, int end, Section section) {}
