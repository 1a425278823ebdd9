package dev.ragged.ingest;

import dev.ragged.Utf8;

/**
 * A file's text and positions. Text and title are always well-formed Unicode: lone surrogates,
 * which no passage can hold, become U+FFFD.
 *
 * @param text the text to cut into passages
 * @param title null if there is none
 * @param positions maps offsets to lines or pages
 * @param headings where headings begin, ascending; empty if the text itself marks them
 * @param layout the meaning of line ends
 */
record Document(String text, String title, Positions positions, int[] headings, Layout layout) {
  Document {
    text = Utf8.wellFormed(text);
    title = title == null ? null : Utf8.wellFormed(title);
  }

  /** The meaning of line ends. */
  enum Layout {
    /** Lines are wrapped at any place; only a blank line ends a paragraph. */
    WRAPPED,
    /** Every line is a unit. */
    LINES,
    /** Every line is a unit, and indentation nests. */
    CODE
  }
}
