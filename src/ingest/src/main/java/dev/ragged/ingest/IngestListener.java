package dev.ragged.ingest;

import java.nio.file.Path;
import java.util.List;

/** Receives progress. All calls but {@link #reading} come from the thread that ingests. */
public interface IngestListener {

  /** Ignores progress. */
  IngestListener NONE = new IngestListener() {};

  /**
   * A file, or a part of one, that is being embedded and written.
   *
   * @param bytes its size, as far as it is not written already
   */
  record Part(Path file, long bytes, int passages) {}

  /** Called after the walk with the number of files and bytes to read. */
  default void found(int files, long bytes) {}

  /** Called before a file is read, on the thread that reads ahead. */
  default void reading(Path file) {}

  /** Called before passages are embedded and written together, with the files that they are of. */
  default void writing(List<Part> parts) {}

  /**
   * Called when a file is done and, if it has text, written.
   *
   * @param passages passages written, 0 for a file that is unchanged or skipped
   */
  default void done(Path file, long bytes, int passages) {}
}
