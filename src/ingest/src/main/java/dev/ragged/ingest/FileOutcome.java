package dev.ragged.ingest;

import dev.ragged.Passage;
import java.util.List;

/**
 * The result of reading a file.
 *
 * @param digest of its content and the settings; null if it was skipped
 * @param passages its passages; empty unless it is new or has changed
 * @param rawTextBytes UTF-8 bytes of its text
 * @param skipped why it was skipped, or null
 */
record FileOutcome(
    SourceFile file, String digest, List<Passage> passages, long rawTextBytes, Skipped skipped) {

  static FileOutcome changed(
      SourceFile file, String digest, List<Passage> passages, long rawTextBytes) {
    return new FileOutcome(file, digest, passages, rawTextBytes, null);
  }

  static FileOutcome unchanged(SourceFile file, String digest) {
    return new FileOutcome(file, digest, List.of(), 0, null);
  }

  static FileOutcome skipped(SourceFile file, UnusableFileException e) {
    return new FileOutcome(
        file, null, List.of(), 0, new Skipped(file.source(), e.reason(), e.getMessage()));
  }

  /** Whether passages of the file in the collection stay. */
  boolean keepsOldPassages() {
    return skipped == null ? passages.isEmpty() : skipped.reason().isPassing();
  }

  String source() {
    return file.source();
  }
}
