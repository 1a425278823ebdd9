package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param path its real path
 */
record SourceFile(Path path, long bytes) {

  /** What its passages name as their source. A name that is no Unicode has U+FFFD in places. */
  String source() {
    return Utf8.wellFormed(path.toString());
  }
}
