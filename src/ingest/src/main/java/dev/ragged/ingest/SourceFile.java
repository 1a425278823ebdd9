package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param path its real path
 */
record SourceFile(Path path, long bytes) {

  /** The source in the metadata of its passages. Invalid Unicode in the name becomes U+FFFD. */
  String source() {
    return Utf8.wellFormed(path.toString());
  }
}
