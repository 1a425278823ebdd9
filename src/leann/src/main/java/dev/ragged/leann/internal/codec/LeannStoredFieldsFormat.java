package dev.ragged.leann.internal.codec;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.codecs.StoredFieldsWriter;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/**
 * Version 1 of the format: the text field in files of its own, with suffix {@code text}; all other
 * fields in files with suffix {@code fields}. Both are Lucene's compressed stored fields with
 * Zstandard. Adjacent texts compress better than with numbers in between, texts benefit from large
 * chunks, and reading one kind does not decompress the other.
 */
public final class LeannStoredFieldsFormat extends StoredFieldsFormat {
  /** Suffix of the files for all fields but the text. */
  public static final String FIELDS_SUFFIX = "fields";

  private static final String TEXT_SUFFIX = "text";

  /** Extension of the files that describe Lucene's compressed stored fields. */
  private static final String META_EXTENSION = "fdm";

  /**
   * Bytes per chunk of text. A reader decompresses whole chunks, which takes about 0.7
   * milliseconds; docs/decisions/text-compression.md compares other sizes.
   */
  private static final int TEXT_CHUNK = 768 << 10;

  /** Ids and metadata resemble their neighbours, so larger chunks save nothing. */
  private static final int FIELDS_CHUNK = 64 << 10;

  private static final int MAX_DOCUMENTS = 4_096;

  /** Log2 of the chunks per block of the chunk index, as in Lucene's own formats. */
  private static final int BLOCK_SHIFT = 10;

  /** Segment attribute with the compression effort of its chunks. */
  private static final String EFFORT_ATTRIBUTE = "ragged.stored.effort";

  /**
   * How hard to compress. Merges copy chunks if Lucene finds the same compression mode, so each
   * effort has its own mode; chunks compressed with less effort are compressed again.
   */
  enum Effort {
    /** For what a session writes and Lucene's merges of that: it will soon be merged again. */
    FAST("LITTLE", 12),

    /**
     * For all other merges: the first level that searches for the optimal parse. Higher levels save
     * another 1 % and take up to twice the time.
     */
    BEST("MUCH", 17);

    private final StoredFieldsFormat texts;
    private final StoredFieldsFormat others;

    /** The name in segments; never changes. */
    private final String storedName;

    Effort(String storedName, int level) {
      this.storedName = storedName;
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
          MAX_DOCUMENTS,
          BLOCK_SHIFT);
    }

    static Effort of(SegmentInfo segment) throws CorruptIndexException {
      String name = segment.getAttribute(EFFORT_ATTRIBUTE);
      for (Effort effort : values()) {
        if (effort.storedName.equals(name)) {
          return effort;
        }
      }
      throw new CorruptIndexException(
          EFFORT_ATTRIBUTE + " of segment " + segment.name + " is " + name, segment.name);
    }
  }

  private final String text;

  /**
   * @param text name of the field with files of its own
   */
  public LeannStoredFieldsFormat(String text) {
    this.text = text;
  }

  @Override
  public StoredFieldsReader fieldsReader(
      Directory directory, SegmentInfo segment, FieldInfos fields, IOContext context)
      throws IOException {
    Effort effort = Effort.of(segment);
    StoredFieldsReader texts = open(effort.texts, TEXT_SUFFIX, directory, segment, fields, context);
    boolean success = false;
    try {
      StoredFieldsReader others =
          open(effort.others, FIELDS_SUFFIX, directory, segment, fields, context);
      success = true;
      return new LeannStoredFieldsReader(fields.fieldInfo(text), effort, texts, others);
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(texts);
      }
    }
  }

  /** Lucene trusts the description of the chunks before it verifies it, so that comes first. */
  private static StoredFieldsReader open(
      StoredFieldsFormat format,
      String suffix,
      Directory directory,
      SegmentInfo segment,
      FieldInfos fields,
      IOContext context)
      throws IOException {
    String meta = IndexFileNames.segmentFileName(segment.name, suffix, META_EXTENSION);
    try (IndexInput in = directory.openInput(meta, IOContext.READONCE)) {
      CodecUtil.checksumEntireFile(in);
    }
    try {
      return format.fieldsReader(directory, segment, fields, context);
    } catch (RuntimeException | AssertionError e) {
      throw new CorruptIndexException("Stored fields cannot be read", meta, e);
    }
  }

  @Override
  public StoredFieldsWriter fieldsWriter(
      Directory directory, SegmentInfo segment, IOContext context) {
    boolean forced = context.mergeInfo != null && context.mergeInfo.mergeMaxNumSegments > 0;
    return new LeannStoredFieldsWriter(
        text, forced, effort -> open(directory, segment, context, effort));
  }

  private static LeannStoredFieldsWriter.Parts open(
      Directory directory, SegmentInfo segment, IOContext context, Effort effort)
      throws IOException {
    segment.putAttribute(EFFORT_ATTRIBUTE, effort.storedName);
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
