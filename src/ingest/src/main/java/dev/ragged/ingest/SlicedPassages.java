package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.Utf8;
import dev.ragged.ingest.Skipped.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Converts the slices of a document to passages. */
final class SlicedPassages {
  /** Digest of the file, on the first slice of a source. */
  static final String DIGEST = "source_sha256";

  /** The document's title, on its first slice. */
  static final String TITLE = "title";

  private static final int MAX_TITLE = 300;

  private SlicedPassages() {}

  /**
   * The passages, with the first one last: on a backend that writes in steps, a source then has its
   * digest only once it is complete.
   */
  static List<Passage> of(String source, String digest, Document document, List<Slice> slices)
      throws UnusableFileException {
    if (Utf8.length(source + "#" + slices.size()) > Passage.MAX_ID_BYTES) {
      throw new UnusableFileException(
          Reason.UNUSABLE_NAME, "has a path longer than " + Passage.MAX_ID_BYTES + " bytes.");
    }
    List<Passage> passages = new ArrayList<>(slices.size());
    for (int i = 1; i <= slices.size(); i++) {
      int n = i % slices.size();
      passages.add(passage(source, n, n == 0 ? digest : null, document, slices.get(n)));
    }
    return passages;
  }

  private static Passage passage(
      String source, int n, String digest, Document document, Slice slice) {
    String text = document.text();
    TreeMap<String, Object> metadata = new TreeMap<>();
    metadata.put(Metadata.SOURCE, source);
    Positions positions = document.positions();
    int first = positions.at(firstVisible(text, slice));
    int last = positions.at(lastVisible(text, slice));
    if (positions.arePages()) {
      metadata.put(Metadata.PAGE, first);
    } else {
      metadata.put(Metadata.START_LINE, first);
      metadata.put(Metadata.END_LINE, Math.max(first, last));
    }
    if (slice.fresh() > slice.start()) {
      metadata.put(
          Metadata.OVERLAP_BYTES, Utf8.length(text.substring(slice.start(), slice.fresh())));
    }
    if (digest != null) {
      metadata.put(DIGEST, digest);
      if (document.title() != null) {
        metadata.put(TITLE, shortened(document.title()));
      }
    }
    return Passage.of(
        source + "#" + n, text.substring(slice.start(), slice.end()), Metadata.of(metadata));
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
