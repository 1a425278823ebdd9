package dev.ragged.leann.internal.codec;

import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.codecs.StoredFieldsWriter;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.IOUtils;

/**
 * Version 1 of the format: one field's values, the text, in files of their own, suffix {@code
 * text}; all others in files with the suffix {@code fields}. Both are Lucene's compressed stored
 * fields, with Zstandard for compression. Texts side by side compress better than with numbers in
 * between, texts pay for large chunks, and a reader of one kind decompresses nothing of the other.
 */
public final class LeannStoredFieldsFormat extends StoredFieldsFormat {
  /** Suffix of the files of the fields beside the text. */
  public static final String FIELDS_SUFFIX = "fields";

  private static final String TEXT_SUFFIX = "text";

  /**
   * Bytes of a chunk of text. A reader decompresses a whole one, which takes some 0.7 milliseconds;
   * what other sizes cost and save is in docs/decisions/text-compression.md.
   */
  private static final int TEXT_CHUNK = 768 << 10;

  /** Ids and metadata repeat what is near, so larger chunks save nothing. */
  private static final int FIELDS_CHUNK = 64 << 10;

  private static final int MOST_DOCUMENTS = 4_096;

  /** Chunks in a block of the index of chunks, as in Lucene's own formats. */
  private static final int BLOCK_SHIFT = 10;

  /** Segment attribute that says how hard its chunks were compressed. */
  private static final String EFFORT_ATTRIBUTE = "ragged.stored.effort";

  /**
   * How hard to compress. Merges copy chunks where Lucene finds the same mode, so each effort has
   * one; what was compressed in haste is compressed again.
   */
  enum Effort {
    /** For what a session writes, and for Lucene's merges of that: it will soon be merged again. */
    LITTLE(12),

    /**
     * For all other merges: the first level that looks for the best parse. Higher ones save 1 %
     * more and take up to twice the time.
     */
    MUCH(17);

    private final StoredFieldsFormat texts;
    private final StoredFieldsFormat others;

    Effort(int level) {
      this.texts = format("Leann1Text", TEXT_SUFFIX, level, TEXT_CHUNK);
      this.others = format("Leann1Fields", FIELDS_SUFFIX, level, FIELDS_CHUNK);
    }

    private static StoredFieldsFormat format(
        String name, String suffix, int level, int chunkBytes) {
      return new Lucene90CompressingStoredFieldsFormat(
          name,
          suffix,
          new ZstdCompression(level, chunkBytes),
          chunkBytes,
          MOST_DOCUMENTS,
          BLOCK_SHIFT);
    }

    static Effort of(SegmentInfo segment) throws CorruptIndexException {
      String name = segment.getAttribute(EFFORT_ATTRIBUTE);
      for (Effort effort : values()) {
        if (effort.name().equals(name)) {
          return effort;
        }
      }
      throw new CorruptIndexException(
          EFFORT_ATTRIBUTE + " of segment " + segment.name + " is " + name, segment.name);
    }
  }

  private final String text;

  /**
   * @param text name of the field that has files of its own
   */
  public LeannStoredFieldsFormat(String text) {
    this.text = text;
  }

  @Override
  public StoredFieldsReader fieldsReader(
      Directory directory, SegmentInfo segment, FieldInfos fields, IOContext context)
      throws IOException {
    Effort effort = Effort.of(segment);
    StoredFieldsReader texts = effort.texts.fieldsReader(directory, segment, fields, context);
    boolean success = false;
    try {
      StoredFieldsReader others = effort.others.fieldsReader(directory, segment, fields, context);
      success = true;
      return new LeannStoredFieldsReader(fields.fieldInfo(text), effort, texts, others);
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(texts);
      }
    }
  }

  @Override
  public StoredFieldsWriter fieldsWriter(
      Directory directory, SegmentInfo segment, IOContext context) {
    boolean asked = context.mergeInfo != null && context.mergeInfo.mergeMaxNumSegments > 0;
    return new LeannStoredFieldsWriter(
        text, asked, effort -> open(directory, segment, context, effort));
  }

  private static LeannStoredFieldsWriter.Parts open(
      Directory directory, SegmentInfo segment, IOContext context, Effort effort)
      throws IOException {
    segment.putAttribute(EFFORT_ATTRIBUTE, effort.name());
    StoredFieldsWriter texts = effort.texts.fieldsWriter(directory, segment, context);
    boolean success = false;
    try {
      StoredFieldsWriter others = effort.others.fieldsWriter(directory, segment, context);
      success = true;
      return new LeannStoredFieldsWriter.Parts(texts, others);
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(texts);
      }
    }
  }
}
