package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;

/**
 * How long a text may be in the memory there is. A JVM that comes close to its limit collects
 * garbage for minutes before it gives up, so what does not fit is refused at once.
 */
final class MemoryNeed {
  /**
   * Bytes of memory for a byte of text: its bytes, characters, tokens, passages and their vectors,
   * and those of the document that is read meanwhile.
   */
  private static final int PER_BYTE = 8;

  /** For everything else. */
  private static final long REST = 24L << 20;

  private MemoryNeed() {}

  /** The longest text that fits, in bytes or characters. */
  static long maxText() {
    return Math.max(1 << 20, (Runtime.getRuntime().maxMemory() - REST) / PER_BYTE);
  }

  /**
   * Requires that a text fits.
   *
   * @throws UnusableFileException if not; says what to set
   */
  static void check(long text) throws UnusableFileException {
    if (text > maxText()) {
      throw tooLittle(text);
    }
  }

  private static UnusableFileException tooLittle(long text) {
    long megabytes = ((text * PER_BYTE + REST) >> 20) + 1;
    return new UnusableFileException(
        Reason.NEEDS_MEMORY,
        "needs about "
            + megabytes
            + " MB of memory, and there are "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + "; allow more with RAGGED_JAVA_OPTS=-Xmx"
            + (megabytes + megabytes / 4)
            + "m.");
  }
}
