package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;

/** What one file may still unpack to, over all files in it, and in those. */
final class Budget {
  /** The outermost file must be given up, not only one in it. */
  static final class ExceededException extends UnusableFileException {
    private static final long serialVersionUID = 1L;

    ExceededException(Reason reason, String why) {
      super(reason, why);
    }
  }

  static final int MAX_MEMBERS = 10_000;

  /** An archive in an archive in a mail in an archive. */
  static final int MAX_DEPTH = 4;

  /** Much in an archive is no text: pictures, programs. */
  private static final int UNPACKED_PER_TEXT = 10;

  private final int maxText;
  private final long maxUnpacked;
  private long unpacked;
  private int members;
  private int depth;

  /**
   * @param maxText characters of all texts
   */
  Budget(int maxText) {
    this.maxText = maxText;
    this.maxUnpacked = (long) UNPACKED_PER_TEXT * maxText;
  }

  int maxText() {
    return maxText;
  }

  /** Counts a file in the file. */
  void member() throws UnusableFileException {
    if (++members > MAX_MEMBERS) {
      throw new ExceededException(
          Reason.TOO_LARGE, "holds more than " + MAX_MEMBERS + " files; unpack it to index it.");
    }
  }

  /** Counts bytes that were unpacked. */
  void unpacked(long bytes) throws UnusableFileException {
    unpacked += bytes;
    if (unpacked > maxUnpacked) {
      throw new ExceededException(
          Reason.TOO_LARGE,
          "unpacks to more than " + maxUnpacked + " bytes; unpack it to index it.");
    }
  }

  /** Whether it is the outermost file that is being read. */
  boolean isOutermost() {
    return depth == 0;
  }

  /** Goes into a file in the file; {@link #leave} goes back. */
  void enter() throws UnusableFileException {
    if (depth == MAX_DEPTH) {
      throw new UnusableFileException(
          Reason.ARCHIVE, "holds files in files in files, more than " + MAX_DEPTH + " deep.");
    }
    depth++;
  }

  void leave() {
    depth--;
  }
}
