package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;

/** A file cannot be turned into passages. */
class UnusableFileException extends Exception {
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

  /** For a picture, or a file of nothing else, where no program reads pictures. */
  static UnusableFileException needsOcr(String what) {
    return new UnusableFileException(
        Reason.NEEDS_OCR, what + "; install Tesseract to have it read.");
  }

  static UnusableFileException archive() {
    return new UnusableFileException(Reason.ARCHIVE, "is an archive; unpack it to index it.");
  }

  /** For a file that was made to exhaust whoever unpacks it. */
  static UnusableFileException bomb() {
    return new UnusableFileException(
        Reason.UNPARSABLE, "unpacks to far more than its size, as an attack would.");
  }

  /** For a parser whose stack overflows. */
  static UnusableFileException nestedTooDeeply() {
    return new UnusableFileException(Reason.UNPARSABLE, "is nested too deeply to parse.");
  }

  /** For a file that fits neither its own format nor its parser. */
  static UnusableFileException damaged() {
    return new UnusableFileException(
        Reason.UNPARSABLE,
        "cannot be parsed; if the program that made it can still open it, save it anew there.");
  }

  /** For a file that needs more memory than this JVM has. */
  static UnusableFileException outOfMemory() {
    return new UnusableFileException(
        Reason.NEEDS_MEMORY,
        "needs more memory than the "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB there are; allow more with RAGGED_JAVA_OPTS=-Xmx4g.");
  }

  /**
   * For a parser that needs more memory than its process has.
   *
   * @param heap as an option of the JVM, such as 512m
   */
  static UnusableFileException outOfParserMemory(String heap) {
    return new UnusableFileException(
        Reason.NEEDS_MEMORY,
        "needs more memory than a parser may use ("
            + heap
            + "); allow more with RAGGED_JAVA_OPTS=-D"
            + ParserProcess.MEMORY
            + "=2g.");
  }

  /** For a parser that runs too long. */
  static UnusableFileException tookTooLong(int seconds) {
    return new UnusableFileException(
        Reason.UNPARSABLE, "took longer than " + seconds + " seconds to parse.");
  }

  /** For a parser that ends its process. */
  static UnusableFileException crashed() {
    return new UnusableFileException(
        Reason.UNPARSABLE, "made its parser crash, so it is damaged or hostile.");
  }

  /** For a file whose text is longer than a file may be. */
  static UnusableFileException tooMuchText(int characters) {
    return new UnusableFileException(
        Reason.TOO_LARGE,
        "holds more than " + characters + " characters of text, the limit for one file.");
  }

  /** For a file whose reading was no longer wanted. */
  static UnusableFileException interrupted() {
    return new UnusableFileException(Reason.UNPARSABLE, "was interrupted.");
  }

  final Reason reason() {
    return reason;
  }
}
