package dev.ragged.ingest;

import dev.ragged.Utf8;

/**
 * A file's text and where it comes from. Whatever it was extracted from, text and title are
 * well-formed Unicode: half a character, which no passage can hold, becomes U+FFFD.
 *
 * @param text what passages are cut from
 * @param title null if none is known
 * @param positions lines or pages
 * @param headings where headings begin, ascending; kinds that mark them in the text have none here
 * @param layout how lines are to be understood
 */
record Document(String text, String title, Positions positions, int[] headings, Layout layout) {
  Document {
    text = Utf8.wellFormed(text);
    title = title == null ? null : Utf8.wellFormed(title);
  }

  /** What the end of a line means. */
  enum Layout {
    /** Lines are wrapped anywhere: only a blank line ends a paragraph. */
    WRAPPED,
    /** Every line is a unit. */
    LINES,
    /** Every line is a unit, and indentation nests. */
    CODE
  }
}
