package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param path its real path
 * @param modified when it was last written, as in {@link FileState#modified()}
 */
record SourceFile(Path path, long bytes, long modified) {

  /** The source in the metadata of its passages. Invalid Unicode in the name becomes U+FFFD. */
  String source() {
    return Utf8.wellFormed(path.toString());
  }
}
