package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.util.Map;

/**
 * A part of a document that no passage shares with its neighbours: a function, a slide, a sheet, a
 * turn of a talk.
 *
 * @param start first character in the document's text
 * @param head what each passage of it begins with, since the text alone would not say: a table's
 *     header, a function's signature; empty for none
 * @param metadata of each passage of it, as {@link dev.ragged.Metadata#of(Map)} takes it
 */
record Section(int start, String head, Map<String, Object> metadata) {
  Section {
    head = Utf8.wellFormed(head);
    metadata = Map.copyOf(metadata);
  }
}
