package dev.ragged.ingest;

import dev.ragged.Passage;
import java.util.List;

/**
 * What reading a file gave.
 *
 * @param passages its passages; empty unless it has changed
 * @param rawTextBytes UTF-8 bytes of its text
 * @param why why it was skipped, else null
 * @param keep whether what the collection holds of it stays: it is unchanged or could not be read
 */
record FileOutcome(
    SourceFile file, List<Passage> passages, long rawTextBytes, String why, boolean keep) {

  static FileOutcome changed(SourceFile file, List<Passage> passages, long rawTextBytes) {
    return new FileOutcome(file, passages, rawTextBytes, null, false);
  }

  static FileOutcome unchanged(SourceFile file) {
    return new FileOutcome(file, List.of(), 0, null, true);
  }

  static FileOutcome skipped(SourceFile file, String why, boolean keep) {
    return new FileOutcome(file, List.of(), 0, why, keep);
  }

  String source() {
    return file.source();
  }
}
