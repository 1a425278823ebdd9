package dev.ragged.ingest;

/** A file gives no passages; the message says why, for the report. */
final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean passing;

  private UnusableFileException(String why, boolean passing) {
    super(why);
    this.passing = passing;
  }

  /** The file has no text to index; what was indexed of it before is out of date. */
  static UnusableFileException withoutText(String why) {
    return new UnusableFileException(why, false);
  }

  /** Reading failed this time; what was indexed of it before may still be right. */
  static UnusableFileException failed(String why) {
    return new UnusableFileException(why, true);
  }

  /** Whether passages of an earlier time stay. */
  boolean keepsOldPassages() {
    return passing;
  }
}
