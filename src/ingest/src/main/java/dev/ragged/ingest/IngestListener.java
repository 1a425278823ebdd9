package dev.ragged.ingest;

import java.nio.file.Path;

/** Hears of progress, on the thread that called {@link Ingester#add}. */
public interface IngestListener {

  /** Hears nothing. */
  IngestListener NONE = new IngestListener() {};

  /** The walk is over: so many files and bytes will be read. */
  default void found(int files, long bytes) {}

  /**
   * A file is dealt with and, where it has text, written.
   *
   * @param passages passages written, 0 for a file that is unchanged or skipped
   */
  default void done(Path file, long bytes, int passages) {}
}
