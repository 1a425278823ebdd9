package dev.ragged.ingest;

import dev.ragged.Record;
import java.util.List;

/**
 * What reading a file gave.
 *
 * @param records its passages; empty unless it has changed
 * @param rawTextBytes UTF-8 bytes of its text
 * @param why why it was skipped, else null
 * @param keep whether what the collection holds of it stays: it is unchanged or could not be read
 */
record FileOutcome(
    SourceFile file, List<Record> records, long rawTextBytes, String why, boolean keep) {

  static FileOutcome changed(SourceFile file, List<Record> records, long rawTextBytes) {
    return new FileOutcome(file, records, rawTextBytes, null, false);
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
