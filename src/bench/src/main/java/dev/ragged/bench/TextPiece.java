package dev.ragged.bench;

/** Pieces of real text for passages that are made up. */
final class TextPiece {
  private TextPiece() {}

  /**
   * The characters from one place to another, and the rest of the last one if it takes two places:
   * no passage may have half of one.
   *
   * @param end may be beyond the text
   */
  static String of(String text, int start, int end) {
    return text.substring(boundary(text, start), boundary(text, Math.min(end, text.length())));
  }

  private static int boundary(String text, int at) {
    return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
  }
}
