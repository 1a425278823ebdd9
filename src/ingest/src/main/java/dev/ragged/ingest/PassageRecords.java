package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Record;
import dev.ragged.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Turns the passages of a document into records. */
final class PassageRecords {
  /** Digest of the file that a source's passages were made of; its first passage has it. */
  static final String DIGEST = "source_sha256";

  /** The document's title, on its first passage. */
  static final String TITLE = "title";

  private static final int MAX_TITLE = 300;

  private PassageRecords() {}

  /**
   * The records, the first passage's last: on a backend that writes bit by bit, a source then has
   * its digest only when all of it is there.
   */
  static List<Record> of(String source, String digest, Document document, List<Passage> passages)
      throws UnusableFileException {
    if (Utf8.length(source + "#" + passages.size()) > Record.MAX_ID_BYTES) {
      throw UnusableFileException.failed(
          "has a path longer than " + Record.MAX_ID_BYTES + " bytes.");
    }
    List<Record> records = new ArrayList<>(passages.size());
    for (int i = 1; i <= passages.size(); i++) {
      int n = i % passages.size();
      records.add(record(source, n, n == 0 ? digest : null, document, passages.get(n)));
    }
    return records;
  }

  private static Record record(
      String source, int n, String digest, Document document, Passage passage) {
    String text = document.text();
    TreeMap<String, Object> metadata = new TreeMap<>();
    metadata.put(Metadata.SOURCE, source);
    Positions positions = document.positions();
    int first = positions.at(firstVisible(text, passage));
    int last = positions.at(lastVisible(text, passage));
    if (positions.arePages()) {
      metadata.put(Metadata.PAGE, first);
    } else {
      metadata.put(Metadata.START_LINE, first);
      metadata.put(Metadata.END_LINE, Math.max(first, last));
    }
    if (passage.fresh() > passage.start()) {
      metadata.put(
          Metadata.OVERLAP_BYTES, Utf8.length(text.substring(passage.start(), passage.fresh())));
    }
    if (digest != null) {
      metadata.put(DIGEST, digest);
      if (document.title() != null) {
        metadata.put(TITLE, shortened(document.title()));
      }
    }
    return Record.of(
        source + "#" + n, text.substring(passage.start(), passage.end()), Metadata.of(metadata));
  }

  private static String shortened(String title) {
    String line = title.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= MAX_TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_TITLE)) + "\u2026";
  }

  private static int firstVisible(String text, Passage passage) {
    int i = passage.start();
    while (i < passage.end() - 1 && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int lastVisible(String text, Passage passage) {
    int i = passage.end() - 1;
    while (i > passage.start() && Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    return i;
  }
}
