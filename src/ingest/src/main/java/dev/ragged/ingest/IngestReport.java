package dev.ragged.ingest;

import java.util.List;

/**
 * What {@link Ingester#add} did.
 *
 * @param files new or changed files that were written; a JSONL file with any passage written counts
 *     as one
 * @param added those of them that are new; JSONL files always count as new
 * @param moved files with the content of one that is gone, whose passages they take over
 * @param unchanged files, and passages of JSONL files, that the collection already holds
 * @param removed files whose passages were removed because the file is gone or no longer has text
 * @param skipped what was not indexed and why, in the order found
 * @param guarded files that are not there, but whose passages stay
 * @param passages passages of the files that were written
 * @param rawTextBytes UTF-8 bytes of their text, overlaps counted once
 * @param secondsRead time spent reading, extracting and cutting, on a separate thread
 * @param secondsWrite time spent in the collection, including embedding
 * @param cancelled whether it stopped early; all files written by then are complete
 */
public record IngestReport(
    int files,
    int added,
    int moved,
    int unchanged,
    int removed,
    List<Skipped> skipped,
    List<Guarded> guarded,
    long passages,
    long rawTextBytes,
    double secondsRead,
    double secondsWrite,
    boolean cancelled) {
  /** Of a run that was cancelled before it did anything. */
  public static final IngestReport CANCELLED_BEFORE_ALL =
      new IngestReport(0, 0, 0, 0, 0, List.of(), List.of(), 0, 0, 0, 0, true);

  public IngestReport {
    skipped = List.copyOf(skipped);
    guarded = List.copyOf(guarded);
  }

  /** Whether a source was not indexed. */
  public boolean isSkipped(String source) {
    return skipped.stream().anyMatch(one -> one.path().equals(source));
  }

  /** The same, cancelled. */
  IngestReport asCancelled() {
    return new IngestReport(
        files,
        added,
        moved,
        unchanged,
        removed,
        skipped,
        guarded,
        passages,
        rawTextBytes,
        secondsRead,
        secondsWrite,
        true);
  }
}
