package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.Utf8;
import dev.ragged.ingest.Skipped.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Converts the slices of a file's documents to passages. */
final class SlicedPassages {
  /** Digest of the file, on the first slice of a source. */
  static final String DIGEST = "source_sha256";

  private static final int MAX_TITLE = 300;

  private final String source;
  private final String digest;
  private final String modified;
  private final List<Passage> passages = new ArrayList<>();

  /**
   * None yet.
   *
   * @param digest of the file
   * @param modified when it was last written, in ISO 8601, or null
   */
  SlicedPassages(String source, String digest, String modified) {
    this.source = source;
    this.digest = digest;
    this.modified = modified;
  }

  /** Adds those of one document, which follow those of the one before. */
  void add(Document document, List<Slice> slices) {
    for (int i = 0; i < slices.size(); i++) {
      passages.add(passage(document, slices.get(i), i == 0));
    }
  }

  /**
   * The passages, with the first one last: on a backend that writes in steps, a source then has its
   * digest only once it is complete.
   */
  List<Passage> inOrderOfWriting() throws UnusableFileException {
    if (Utf8.length(source + "#" + passages.size()) > Passage.MAX_ID_BYTES) {
      throw new UnusableFileException(
          Reason.UNUSABLE_NAME, "has a path longer than " + Passage.MAX_ID_BYTES + " bytes.");
    }
    List<Passage> ordered = new ArrayList<>(passages);
    Collections.rotate(ordered, -1);
    return ordered;
  }

  private Passage passage(Document document, Slice slice, boolean first) {
    String text = document.text();
    TreeMap<String, Object> metadata = new TreeMap<>(document.metadata());
    String head = "";
    if (slice.section() != null) {
      metadata.putAll(slice.section().metadata());
      head = slice.section().head();
    }
    metadata.put(Metadata.SOURCE, source);
    if (modified != null && !metadata.containsKey(Metadata.DATE)) {
      metadata.put(Metadata.MODIFIED, modified);
    }
    Positions positions = document.positions();
    int from = positions.at(firstVisible(text, slice));
    metadata.put(positions.unit().first, from);
    if (positions.unit().last != null) {
      metadata.put(positions.unit().last, Math.max(from, positions.at(lastVisible(text, slice))));
    }
    long repeated = Utf8.length(head) + Utf8.length(text.substring(slice.start(), slice.fresh()));
    if (repeated > 0) {
      metadata.put(Metadata.OVERLAP_BYTES, repeated);
    }
    if (passages.isEmpty()) {
      metadata.put(DIGEST, digest);
    }
    if (first && document.title() != null) {
      metadata.put(Metadata.TITLE, shortened(document.title()));
    }
    return Passage.of(
        source + "#" + passages.size(),
        head + text.substring(slice.start(), slice.end()),
        Metadata.of(metadata));
  }

  private static String shortened(String title) {
    String line = title.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= MAX_TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_TITLE)) + "\u2026";
  }

  private static int firstVisible(String text, Slice slice) {
    int i = slice.start();
    while (i < slice.end() - 1 && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int lastVisible(String text, Slice slice) {
    int i = slice.end() - 1;
    while (i > slice.start() && Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    return i;
  }
}
