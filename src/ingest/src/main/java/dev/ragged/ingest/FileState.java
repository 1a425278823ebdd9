package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was when it was last looked at, and what the collection holds of it.
 *
 * @param bytes its size
 * @param modified when it was last written, in nanoseconds since 1970; {@link #UNKNOWN} if the file
 *     must be read to find out whether it has changed
 * @param settings what determined its passages besides its content, as {@link
 *     IngestOptions#settings()} says; empty if unknown
 * @param digest of its content and those settings, as its first passage has it; null if the
 *     collection holds no passage of it
 * @param passages how many; {@link #NOT_COUNTED} if only the collection knows
 * @param reason why it was skipped, or null
 * @param why the same for people, or null
 */
public record FileState(
    long bytes,
    long modified,
    String settings,
    @Nullable String digest,
    int passages,
    @Nullable Reason reason,
    @Nullable String why) {

  /** The time of a file that must be read. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** A number of passages that only the collection knows. */
  public static final int NOT_COUNTED = -1;

  public FileState {
    Objects.requireNonNull(settings, "settings");
  }

  /** A file of which only the digest in the collection is known. */
  static FileState held(String digest) {
    return new FileState(0, UNKNOWN, "", digest, NOT_COUNTED, null, null);
  }

  /** Whether a file with these settings need not be read, as nothing suggests that it changed. */
  boolean isStill(SourceFile file, String settings) {
    return modified != UNKNOWN
        && modified == file.modified()
        && bytes == file.bytes()
        && this.settings.equals(settings);
  }
}
