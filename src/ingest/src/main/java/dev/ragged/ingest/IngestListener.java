package dev.ragged.ingest;

import java.nio.file.Path;

/** Receives progress on the thread that called {@link Ingester#add}. */
public interface IngestListener {

  /** Ignores progress. */
  IngestListener NONE = new IngestListener() {};

  /** Called after the walk with the number of files and bytes to read. */
  default void found(int files, long bytes) {}

  /**
   * Called when a file is done and, if it has text, written.
   *
   * @param passages passages written, 0 for a file that is unchanged or skipped
   */
  default void done(Path file, long bytes, int passages) {}
}
