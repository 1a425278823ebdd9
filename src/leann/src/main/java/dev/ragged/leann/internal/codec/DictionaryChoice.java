package dev.ragged.leann.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.util.Bits;

/**
 * Chooses the dictionary of a merged segment: that of its largest source, whose chunks can then be
 * copied, unless it was drawn from much less text; else pieces of its own text.
 */
final class DictionaryChoice {
  /** Bytes of text below which a segment has no dictionary, as it fits a chunk or two. */
  private static final int MIN_TEXT = 1 << 20;

  /** A dictionary has this part of the text at most. */
  private static final int PART = 8;

  /** Once the text has grown to this many times what it was drawn from, a dictionary is renewed. */
  private static final int GROWTH = 8;

  /** One drawn from so many bytes of text is renewed only by a merge that somebody asked for. */
  private static final long ENOUGH = 32L << 20;

  /** Bytes of text that are taken from one place. */
  private static final int PIECE = 8 << 10;

  /** How many texts are read to tell how long all are. */
  private static final int MEASURED = 64;

  private final MergeState state;
  private final String field;
  private final StoredFieldsReader[] readers;
  private final int[] starts;
  private final int documents;

  /**
   * @param field name of the field for texts
   */
  DictionaryChoice(MergeState state, String field) {
    this.state = state;
    this.field = field;
    this.readers =
        Arrays.stream(state.storedFieldsReaders)
            .map(StoredFieldsReader::clone)
            .toArray(StoredFieldsReader[]::new);
    this.starts = new int[readers.length];
    int sum = 0;
    for (int i = 0; i < readers.length; i++) {
      starts[i] = sum;
      sum += state.maxDocs[i];
    }
    this.documents = sum;
  }

  /**
   * The dictionary, to be closed by the caller; null for none.
   *
   * @param forced whether somebody has asked for this merge: then no text of deleted passages stays
   * @param recent the one drawn last for this collection, or null
   */
  SegmentDictionary choose(boolean forced, SegmentDictionary recent) throws IOException {
    long text = textBytes();
    if (text < MIN_TEXT) {
      return null;
    }
    boolean complete = Arrays.stream(state.liveDocs).allMatch(live -> live == null);
    SegmentDictionary largest = ofLargest();
    if (largest != null && isGoodFor(largest, text, forced, complete)) {
      return largest.inherited(complete);
    }
    if (largest == null && recent != null && isGoodFor(recent, text, forced, false)) {
      return recent.inherited(false);
    }
    return new SegmentDictionary(TextDictionary.of(draw(text)), text, true);
  }

  private static boolean isGoodFor(
      SegmentDictionary dictionary, long text, boolean forced, boolean complete) {
    if (forced && !(dictionary.own() && complete)) {
      return false;
    }
    boolean outgrown = text / GROWTH > dictionary.drawnFrom();
    return !outgrown || (!forced && dictionary.drawnFrom() >= ENOUGH);
  }

  private SegmentDictionary ofLargest() {
    SegmentDictionary largest = null;
    int most = 0;
    for (int i = 0; i < readers.length; i++) {
      if (readers[i] instanceof LeannStoredFieldsReader ours
          && ours.dictionary() != null
          && state.maxDocs[i] > most) {
        largest = ours.dictionary();
        most = state.maxDocs[i];
      }
    }
    return largest;
  }

  /** About how many bytes all texts have. */
  private long textBytes() throws IOException {
    int read = 0;
    long bytes = 0;
    for (int i = 0; i < MEASURED && i < documents; i++) {
      byte[] text = text(place(i, Math.min(MEASURED, documents)));
      read++;
      bytes += text == null ? 0 : text.length;
    }
    return read == 0 ? 0 : bytes * documents / read;
  }

  private int place(int i, int places) {
    return (int) ((long) i * documents / places);
  }

  private byte[] draw(long text) throws IOException {
    int wanted = (int) Math.min(TextDictionary.MAX_BYTES, text / PART);
    int places = Math.max(1, wanted / PIECE);
    ByteArrayOutputStream drawn = new ByteArrayOutputStream(wanted);
    for (int i = 0; i < places && drawn.size() < wanted; i++) {
      int end = place(i + 1, places);
      int most = Math.min(wanted, drawn.size() + PIECE);
      for (int document = place(i, places); document < end && drawn.size() < most; document++) {
        byte[] one = text(document);
        if (one != null) {
          drawn.write(one, 0, Math.min(one.length, most - drawn.size()));
        }
      }
    }
    // Nothing but deleted passages where it looked.
    return drawn.size() == 0 ? new byte[1] : drawn.toByteArray();
  }

  /** The text of a document, counted through all sources; null if it is deleted or has none. */
  private byte[] text(int document) throws IOException {
    int found = Arrays.binarySearch(starts, document);
    int source = found >= 0 ? found : -found - 2;
    while (source + 1 < starts.length && starts[source + 1] == document) {
      source++; // those before it are empty
    }
    int doc = document - starts[source];
    Bits live = state.liveDocs[source];
    if (live != null && !live.get(doc)) {
      return null;
    }
    TextVisitor visitor = new TextVisitor();
    readers[source].document(doc, visitor);
    return visitor.text;
  }

  private final class TextVisitor extends StoredFieldVisitor {
    private byte[] text;

    @Override
    public Status needsField(FieldInfo info) {
      return info.name.equals(field) ? Status.YES : Status.NO;
    }

    @Override
    public void stringField(FieldInfo info, String value) {
      text = value.getBytes(StandardCharsets.UTF_8);
    }
  }
}
