package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.util.Map;

/**
 * A part of a document that no passage shares with its neighbours: a slide, a sheet, a turn of a
 * talk. Or one of an outline, as programs have it: then it goes on to the next section that is not
 * deeper, those that are deeper are in it, and {@link Outline} chooses which share a passage.
 *
 * @param start first character in the document's text
 * @param head what each passage of it begins with, since the text alone would not say: a table's
 *     header, a function's full name; empty for none
 * @param metadata of each passage of it, as {@link dev.ragged.Metadata#of(Map)} takes it
 * @param level how deep it is in an outline, from 0, or {@link #FLAT}
 * @param signature what follows the head where the beginning of a long function is in another
 *     passage; empty for none
 */
record Section(int start, String head, Map<String, Object> metadata, int level, String signature) {
  /** The level of a section that is in no outline. */
  static final int FLAT = -1;

  /** The deepest level. */
  static final int MAX_LEVEL = 32;

  Section {
    head = Utf8.wellFormed(head);
    metadata = Map.copyOf(metadata);
    signature = Utf8.wellFormed(signature);
  }

  /** A section that is in no outline. */
  Section(int start, String head, Map<String, Object> metadata) {
    this(start, head, metadata, FLAT, "");
  }

  /** A part of an outline that has no name: imports, a statement. */
  static Section unnamed(int start, int level) {
    return new Section(start, "", Map.of(), level, "");
  }

  boolean isNamed() {
    return !metadata.isEmpty();
  }

  Section withHead(String other) {
    return new Section(start, other, metadata, level, signature);
  }
}
