package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.LeannStoredFieldsFormat.Effort;
import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.util.IOUtils;

/** Reads the text from one set of files and all other fields from another. */
final class LeannStoredFieldsReader extends StoredFieldsReader {
  private final FieldInfos fields;
  private final FieldInfo text;
  private final Effort effort;
  private final SegmentDictionary dictionary;
  private final StoredFieldsReader texts;
  private final StoredFieldsReader others;
  private final Verification ofDictionary;

  /** Verifies the checksum of the dictionary's file. */
  @FunctionalInterface
  interface Verification {
    void run() throws IOException;
  }

  /**
   * @param text the field with files of its own; null if the segment does not have it
   * @param dictionary what texts are compressed with, or null; closed with this
   * @param ofDictionary called if there is one
   */
  LeannStoredFieldsReader(
      FieldInfos fields,
      FieldInfo text,
      Effort effort,
      SegmentDictionary dictionary,
      StoredFieldsReader texts,
      StoredFieldsReader others,
      Verification ofDictionary) {
    this.fields = fields;
    this.text = text;
    this.effort = effort;
    this.dictionary = dictionary;
    this.texts = texts;
    this.others = others;
    this.ofDictionary = ofDictionary;
  }

  private LeannStoredFieldsReader with(StoredFieldsReader texts, StoredFieldsReader others) {
    return new LeannStoredFieldsReader(
        fields, text, effort, dictionary, texts, others, ofDictionary);
  }

  Effort effort() {
    return effort;
  }

  /** What texts are compressed with, or null. */
  SegmentDictionary dictionary() {
    return dictionary;
  }

  StoredFieldsReader texts() {
    return texts;
  }

  StoredFieldsReader others() {
    return others;
  }

  @Override
  public void document(int doc, StoredFieldVisitor visitor) throws IOException {
    try {
      if (needsOthers(visitor)) {
        others.document(doc, visitor);
      }
      if (text != null && visitor.needsField(text) == StoredFieldVisitor.Status.YES) {
        texts.document(doc, visitor);
      }
    } catch (RuntimeException | AssertionError e) {
      // Lucene trusts the chunk index, and the lengths and field numbers in chunks, which may be
      // damaged too.
      throw new CorruptIndexException("Document " + doc + " cannot be read", texts.toString(), e);
    }
  }

  /** Lucene decompresses before it asks what is needed. */
  private boolean needsOthers(StoredFieldVisitor visitor) throws IOException {
    for (FieldInfo field : fields) {
      if (field != text && visitor.needsField(field) == StoredFieldVisitor.Status.YES) {
        return true;
      }
    }
    return false;
  }

  @Override
  public StoredFieldsReader clone() {
    return with(texts.clone(), others.clone());
  }

  @Override
  public StoredFieldsReader getMergeInstance() {
    return with(texts.getMergeInstance(), others.getMergeInstance());
  }

  @Override
  public void checkIntegrity() throws IOException {
    if (dictionary != null) {
      ofDictionary.run();
    }
    texts.checkIntegrity();
    others.checkIntegrity();
  }

  /** Of clones nothing needs closing. */
  @Override
  public void close() throws IOException {
    IOUtils.close(texts, others, dictionary == null ? null : dictionary.dictionary());
  }
}
