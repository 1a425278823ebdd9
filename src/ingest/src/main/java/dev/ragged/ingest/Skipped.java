package dev.ragged.ingest;

/**
 * A file or folder that was not indexed.
 *
 * @param why one sentence
 */
public record Skipped(String path, String why) {}
