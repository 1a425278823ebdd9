package dev.ragged.leann.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are written again thousands of times a second. */
final class FuzzedFiles {
  private FuzzedFiles() {}

  /** Deletes what was there first: some file systems flush a file that is truncated instead. */
  static Path write(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    return Files.write(file, bytes);
  }
}
