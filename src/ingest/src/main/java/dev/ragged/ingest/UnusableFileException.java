package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;

/** A file cannot be turned into passages. */
final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  /**
   * @param why as in {@link Skipped#why()}
   */
  UnusableFileException(Reason reason, String why) {
    super(why);
    this.reason = reason;
  }

  static UnusableFileException empty() {
    return new UnusableFileException(Reason.NO_TEXT, "is empty.");
  }

  static UnusableFileException archive() {
    return new UnusableFileException(Reason.ARCHIVE, "is an archive; unpack it to index it.");
  }

  /** For a parser whose stack overflows. */
  static UnusableFileException nestedTooDeeply() {
    return new UnusableFileException(Reason.UNPARSABLE, "is nested too deeply to parse.");
  }

  /** For a parser that runs out of memory. */
  static UnusableFileException outOfMemory() {
    return new UnusableFileException(Reason.UNPARSABLE, "needs more memory than there is.");
  }

  Reason reason() {
    return reason;
  }
}
