package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.LeannStoredFieldsFormat.Effort;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.codecs.StoredFieldsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.util.Accountable;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;

/**
 * Writes the text to one set of files and all other fields to another. The files are created once
 * the compression effort is known: with the first document or the merge.
 */
final class LeannStoredFieldsWriter extends StoredFieldsWriter {
  /** A merge of so many documents is not soon merged again. */
  private static final int LASTING = 16_384;

  private final LeannStoredFieldsFormat format;
  private final String text;
  private final boolean forced;
  private final Opening opening;
  private Parts parts;
  private SegmentDictionary dictionary;

  /** The writers of both sets of files. */
  record Parts(StoredFieldsWriter texts, StoredFieldsWriter others) {}

  /** Creates the files; the dictionary may be null. */
  @FunctionalInterface
  interface Opening {
    Parts open(Effort effort, SegmentDictionary dictionary) throws IOException;
  }

  /**
   * @param forced whether this is for a forced merge rather than one of Lucene's own
   */
  LeannStoredFieldsWriter(
      LeannStoredFieldsFormat format, String text, boolean forced, Opening opening) {
    this.format = format;
    this.text = text;
    this.forced = forced;
    this.opening = opening;
  }

  private Parts parts() throws IOException {
    if (parts == null) {
      parts = opening.open(Effort.FAST, null);
    }
    return parts;
  }

  private StoredFieldsWriter of(FieldInfo field) {
    return field.name.equals(text) ? parts.texts : parts.others;
  }

  @Override
  public void startDocument() throws IOException {
    parts().texts.startDocument();
    parts().others.startDocument();
  }

  @Override
  public void finishDocument() throws IOException {
    parts.texts.finishDocument();
    parts.others.finishDocument();
  }

  @Override
  public void writeField(FieldInfo field, int value) throws IOException {
    of(field).writeField(field, value);
  }

  @Override
  public void writeField(FieldInfo field, long value) throws IOException {
    of(field).writeField(field, value);
  }

  @Override
  public void writeField(FieldInfo field, float value) throws IOException {
    of(field).writeField(field, value);
  }

  @Override
  public void writeField(FieldInfo field, double value) throws IOException {
    of(field).writeField(field, value);
  }

  @Override
  public void writeField(FieldInfo field, DataInput value, int length) throws IOException {
    of(field).writeField(field, value, length);
  }

  @Override
  public void writeField(FieldInfo field, BytesRef value) throws IOException {
    of(field).writeField(field, value);
  }

  @Override
  public void writeField(FieldInfo field, String value) throws IOException {
    of(field).writeField(field, value);
  }

  @Override
  public void finish(int documents) throws IOException {
    parts().texts.finish(documents);
    parts().others.finish(documents);
  }

  /** Merges each kind separately, so that Lucene can copy chunks. */
  @Override
  public int merge(MergeState state) throws IOException {
    Effort effort = effort(state);
    if (effort == Effort.BEST) {
      dictionary = format.choose(state, forced);
    }
    parts = opening.open(effort, dictionary);
    int documents = parts.texts.merge(part(state, true));
    int same = parts.others.merge(part(state, false));
    if (documents != same) {
      throw new IllegalStateException(documents + " texts merged, and " + same + " documents");
    }
    return documents;
  }

  /** Fast only for Lucene's own merges of few documents that were all written fast. */
  private Effort effort(MergeState state) {
    if (forced || Arrays.stream(state.maxDocs).sum() >= LASTING) {
      return Effort.BEST;
    }
    for (StoredFieldsReader reader : state.storedFieldsReaders) {
      if (!(reader instanceof LeannStoredFieldsReader ours) || ours.effort() == Effort.BEST) {
        return Effort.BEST;
      }
    }
    return Effort.FAST;
  }

  private MergeState part(MergeState state, boolean wantsText) {
    StoredFieldsReader[] readers = new StoredFieldsReader[state.storedFieldsReaders.length];
    for (int i = 0; i < readers.length; i++) {
      StoredFieldsReader reader = state.storedFieldsReaders[i];
      if (reader instanceof LeannStoredFieldsReader ours) {
        readers[i] = wantsText ? ours.texts() : ours.others();
      } else {
        readers[i] = new PartReader(reader, text, wantsText);
      }
    }
    return LiveRuns.of(state, readers);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(
        parts == null ? null : parts.texts,
        parts == null ? null : parts.others,
        dictionary == null ? null : dictionary.dictionary());
  }

  @Override
  public long ramBytesUsed() {
    return parts == null ? 0 : parts.texts.ramBytesUsed() + parts.others.ramBytesUsed();
  }

  @Override
  public Collection<Accountable> getChildResources() {
    return parts == null ? List.of() : List.of(parts.texts, parts.others);
  }

  /** Only the text, or all but the text, from a reader of another format. */
  private static final class PartReader extends StoredFieldsReader {
    private final StoredFieldsReader whole;
    private final String text;
    private final boolean wantsText;

    PartReader(StoredFieldsReader whole, String text, boolean wantsText) {
      this.whole = whole;
      this.text = text;
      this.wantsText = wantsText;
    }

    @Override
    public void document(int doc, StoredFieldVisitor visitor) throws IOException {
      whole.document(
          doc,
          new StoredFieldVisitor() {
            @Override
            public Status needsField(FieldInfo field) throws IOException {
              return field.name.equals(text) == wantsText ? visitor.needsField(field) : Status.NO;
            }

            @Override
            public void binaryField(FieldInfo field, DataInput value, int length)
                throws IOException {
              visitor.binaryField(field, value, length);
            }

            @Override
            public void binaryField(FieldInfo field, byte[] value) throws IOException {
              visitor.binaryField(field, value);
            }

            @Override
            public void stringField(FieldInfo field, String value) throws IOException {
              visitor.stringField(field, value);
            }

            @Override
            public void intField(FieldInfo field, int value) throws IOException {
              visitor.intField(field, value);
            }

            @Override
            public void longField(FieldInfo field, long value) throws IOException {
              visitor.longField(field, value);
            }

            @Override
            public void floatField(FieldInfo field, float value) throws IOException {
              visitor.floatField(field, value);
            }

            @Override
            public void doubleField(FieldInfo field, double value) throws IOException {
              visitor.doubleField(field, value);
            }
          });
    }

    @Override
    public StoredFieldsReader clone() {
      return new PartReader(whole.clone(), text, wantsText);
    }

    @Override
    public void checkIntegrity() throws IOException {
      whole.checkIntegrity();
    }

    @Override
    public void close() throws IOException {
      whole.close();
    }
  }
}
