package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Utf8;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text and its places, out of a file that has one or several: a message of a mailbox, a member of
 * an archive. Text, title and heads are always well-formed Unicode: lone surrogates, which no
 * passage can hold, become U+FFFD.
 *
 * @param text the text to cut into passages
 * @param title null if there is none
 * @param positions maps offsets to lines, pages and the like
 * @param headings where headings begin, ascending; empty if the text itself marks them
 * @param layout the meaning of line ends
 * @param metadata of each passage, as {@link Metadata#of(Map)} takes it
 * @param sections parts that passages never cross, ascending, the first from 0 on; empty for one
 */
record Document(
    String text,
    String title,
    Positions positions,
    int[] headings,
    Layout layout,
    Map<String, Object> metadata,
    List<Section> sections) {
  Document {
    text = Utf8.wellFormed(text);
    title = title == null ? null : Utf8.wellFormed(title);
    metadata = Map.copyOf(metadata);
    sections = List.copyOf(sections);
  }

  /** A document in one section, with no more metadata than its places. */
  Document(String text, String title, Positions positions, int[] headings, Layout layout) {
    this(text, title, positions, headings, layout, Map.of(), List.of());
  }

  /**
   * This document as a part of a file that holds others.
   *
   * @param member its name there, which stands before that of the part it is of
   * @param defaults metadata for what this document does not say itself
   */
  Document within(String member, Map<String, Object> defaults) {
    Map<String, Object> all = new HashMap<>(defaults);
    all.putAll(metadata);
    all.merge(Metadata.MEMBER, member, (inner, outer) -> outer + "/" + inner);
    return new Document(text, title, positions, headings, layout, all, sections);
  }

  /** The meaning of line ends. */
  enum Layout {
    /** Lines are wrapped at any place; only a blank line ends a paragraph. */
    WRAPPED,
    /** Every line is a unit. */
    LINES,
    /** Every line is a unit that is cut only if it is longer than a passage, and never repeated. */
    ROWS,
    /** Every line is a unit, and indentation nests. */
    CODE
  }
}
