package dev.ragged.ingest;

import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param path its real path
 */
record SourceFile(Path path, long bytes) {}
