package dev.ragged.ingest;

import java.util.List;

/**
 * What {@link Ingester#add} did.
 *
 * @param files files read and written, new or changed; a JSONL file of which anything was written
 *     counts as one
 * @param unchanged files, and passages of JSONL files, that the collection holds already
 * @param removed files whose passages were removed because the file is gone or has no text now
 * @param skipped what was not indexed and why, in the order met
 * @param passages passages written
 * @param rawTextBytes UTF-8 bytes of their text, overlaps counted once
 * @param secondsRead time spent reading, extracting and cutting, on a thread of its own
 * @param secondsWrite time spent in the collection, embedding included
 * @param cancelled whether it stopped early; all files written until then are complete
 */
public record IngestReport(
    int files,
    int unchanged,
    int removed,
    List<Skipped> skipped,
    long passages,
    long rawTextBytes,
    double secondsRead,
    double secondsWrite,
    boolean cancelled) {
  public IngestReport {
    skipped = List.copyOf(skipped);
  }
}
