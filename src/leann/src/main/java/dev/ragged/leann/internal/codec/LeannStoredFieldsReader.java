package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.LeannStoredFieldsFormat.Effort;
import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.util.IOUtils;

/** Reads the text from one set of files and all other fields from another. */
final class LeannStoredFieldsReader extends StoredFieldsReader {
  private final FieldInfo text;
  private final Effort effort;
  private final StoredFieldsReader texts;
  private final StoredFieldsReader others;

  /**
   * @param text the field with files of its own; null if the segment does not have it
   */
  LeannStoredFieldsReader(
      FieldInfo text, Effort effort, StoredFieldsReader texts, StoredFieldsReader others) {
    this.text = text;
    this.effort = effort;
    this.texts = texts;
    this.others = others;
  }

  Effort effort() {
    return effort;
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
      others.document(doc, visitor);
      if (text != null && visitor.needsField(text) == StoredFieldVisitor.Status.YES) {
        texts.document(doc, visitor);
      }
    } catch (RuntimeException | AssertionError e) {
      // Lucene trusts the chunk index, and the lengths and field numbers in chunks, which may be
      // damaged too.
      throw new CorruptIndexException("Document " + doc + " cannot be read", texts.toString(), e);
    }
  }

  @Override
  public StoredFieldsReader clone() {
    return new LeannStoredFieldsReader(text, effort, texts.clone(), others.clone());
  }

  @Override
  public StoredFieldsReader getMergeInstance() {
    return new LeannStoredFieldsReader(
        text, effort, texts.getMergeInstance(), others.getMergeInstance());
  }

  @Override
  public void checkIntegrity() throws IOException {
    texts.checkIntegrity();
    others.checkIntegrity();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(texts, others);
  }
}
