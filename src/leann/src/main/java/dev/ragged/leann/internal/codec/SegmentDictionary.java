package dev.ragged.leann.internal.codec;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.Directory;

/**
 * The dictionary that a segment's texts are compressed with, and where it comes from.
 *
 * @param drawnFrom bytes of the text that it was drawn from
 * @param own whether all of its text is from passages of this very segment, none deleted since
 */
record SegmentDictionary(TextDictionary dictionary, long drawnFrom, boolean own) {
  private static final String OWN = "own ";
  private static final String INHERITED = "inherited ";

  /** As the segment has it for an attribute. */
  String origin() {
    return (own ? OWN : INHERITED) + drawnFrom;
  }

  /** Whether it may have text that no passage of the segment has. */
  static boolean isInherited(String origin) {
    return origin != null && origin.startsWith(INHERITED);
  }

  /** The one of a segment that was written with {@link #origin}. */
  static SegmentDictionary read(String origin, Directory directory, SegmentInfo segment)
      throws IOException {
    boolean own = origin.startsWith(OWN);
    long drawnFrom;
    try {
      if (!own && !isInherited(origin)) {
        throw new NumberFormatException(origin);
      }
      drawnFrom = Long.parseLong(origin.substring((own ? OWN : INHERITED).length()));
    } catch (NumberFormatException e) {
      throw new CorruptIndexException(
          "The dictionary of segment " + segment.name + " is from '" + origin + "'",
          segment.name,
          e);
    }
    return new SegmentDictionary(TextDictionary.read(directory, segment), drawnFrom, own);
  }

  /** The same for another segment, which closes it. */
  SegmentDictionary inherited(boolean stillOwn) {
    return new SegmentDictionary(TextDictionary.of(dictionary.bytes()), drawnFrom, own && stillOwn);
  }
}
