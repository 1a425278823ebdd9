package dev.ragged.leann.internal.codec;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.codecs.StoredFieldsWriter;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/**
 * The text field in files of its own, with suffix {@code text}; all other fields in files with
 * suffix {@code fields}. Both are Lucene's compressed stored fields with Zstandard. Adjacent texts
 * compress better than with numbers in between, and reading one kind does not decompress the other.
 *
 * <p>Texts benefit from large chunks, or from small ones with a {@linkplain TextDictionary
 * dictionary}, which are read ten times as fast. Other fields are stored by {@linkplain
 * ChunkColumns column} from version 3 of the format on. Version 2 has dictionaries in some
 * segments; version 1 had none.
 */
public final class LeannStoredFieldsFormat extends StoredFieldsFormat {
  /** Suffix of the files for all fields but the text. */
  public static final String FIELDS_SUFFIX = "fields";

  /** Suffix of the files for texts. */
  static final String TEXT_SUFFIX = "text";

  /** Extension of the files that describe Lucene's compressed stored fields. */
  private static final String META_EXTENSION = "fdm";

  /**
   * Bytes per chunk of text without a dictionary. A reader decompresses whole chunks, which takes
   * about 0.6 milliseconds; docs/decisions/text-compression.md compares other sizes.
   */
  private static final int TEXT_CHUNK = 768 << 10;

  /** Bytes per chunk of text with a dictionary; takes about 0.05 milliseconds. */
  private static final int TEXT_CHUNK_WITH_DICTIONARY = 32 << 10;

  /** Ids and metadata resemble their neighbours, so larger chunks save nothing. */
  private static final int FIELDS_CHUNK = 64 << 10;

  private static final int TEXT_DOCUMENTS = 4_096;

  /**
   * Documents per chunk of ids and metadata: to read one, all before it in the chunk are read. With
   * ids alone, thousands fit the bytes; with fewer, each takes half a byte more.
   */
  private static final int FIELDS_DOCUMENTS = 256;

  /** Log2 of the chunks per block of the chunk index, as in Lucene's own formats. */
  private static final int BLOCK_SHIFT = 10;

  /** Segment attribute with the compression effort of its chunks. */
  private static final String EFFORT_ATTRIBUTE = "ragged.stored.effort";

  /** Segment attribute of those with a dictionary: where it comes from. */
  private static final String DICTIONARY_ATTRIBUTE = "ragged.stored.dictionary";

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

    private final int level;
    private final StoredFieldsFormat texts;
    private final StoredFieldsFormat others;
    private final StoredFieldsFormat othersAsRows;

    /** The name in segments; never changes. */
    private final String storedName;

    Effort(String storedName, int level) {
      this.storedName = storedName;
      this.level = level;
      this.texts = texts("Leann1Text", mode(level, TEXT_CHUNK), TEXT_CHUNK);
      CompressionMode columns = new ColumnarCompression(level, FIELDS_CHUNK);
      this.others = others("Leann3Fields", columns);
      CompressionMode rows = mode(level, FIELDS_CHUNK);
      this.othersAsRows = others("Leann1Fields", rows);
    }

    private static CompressionMode mode(int level, int chunkBytes) {
      return new ZstdCompression(level, chunkBytes, null);
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
  private final boolean rows;

  /** The dictionary drawn last by a writer with this format, or null; whoever drew it closes it. */
  private volatile SegmentDictionary recent;

  /**
   * @param text name of the field with files of its own
   */
  public LeannStoredFieldsFormat(String text) {
    this(text, false);
  }

  private LeannStoredFieldsFormat(String text, boolean rows) {
    this.text = text;
    this.rows = rows;
  }

  /** Reads what was written before other fields than the text were stored by column. */
  public static LeannStoredFieldsFormat withRows(String text) {
    return new LeannStoredFieldsFormat(text, true);
  }

  private static StoredFieldsFormat texts(String name, CompressionMode mode, int chunkBytes) {
    return new Lucene90CompressingStoredFieldsFormat(
        name, TEXT_SUFFIX, mode, chunkBytes, TEXT_DOCUMENTS, BLOCK_SHIFT);
  }

  private static StoredFieldsFormat others(String name, CompressionMode mode) {
    return new Lucene90CompressingStoredFieldsFormat(
        name, FIELDS_SUFFIX, mode, FIELDS_CHUNK, FIELDS_DOCUMENTS, BLOCK_SHIFT);
  }

  /** How texts are compressed with a dictionary. */
  static CompressionMode modeWith(TextDictionary dictionary) {
    return new ZstdCompression(Effort.BEST.level, TEXT_CHUNK_WITH_DICTIONARY, dictionary);
  }

  /** Whether a segment may hold text that none of its passages has, which a merge leaves out. */
  public static boolean mayHoldOtherText(SegmentInfo segment) {
    return SegmentDictionary.isInherited(segment.getAttribute(DICTIONARY_ATTRIBUTE));
  }

  private static StoredFieldsFormat texts(Effort effort, SegmentDictionary dictionary) {
    return dictionary == null
        ? effort.texts
        : texts("Leann2Text", dictionary.dictionary().mode(), TEXT_CHUNK_WITH_DICTIONARY);
  }

  @Override
  public StoredFieldsReader fieldsReader(
      Directory directory, SegmentInfo segment, FieldInfos fields, IOContext context)
      throws IOException {
    Effort effort = Effort.of(segment);
    String origin = segment.getAttribute(DICTIONARY_ATTRIBUTE);
    List<Closeable> opened = new ArrayList<>();
    boolean success = false;
    try {
      SegmentDictionary dictionary = null;
      if (origin != null) {
        dictionary = SegmentDictionary.read(origin, directory, segment);
        opened.add(dictionary.dictionary());
      }
      StoredFieldsReader texts =
          open(texts(effort, dictionary), TEXT_SUFFIX, directory, segment, fields, context);
      opened.add(texts);
      StoredFieldsFormat fieldsFormat = rows ? effort.othersAsRows : effort.others;
      StoredFieldsReader others =
          open(fieldsFormat, FIELDS_SUFFIX, directory, segment, fields, context);
      success = true;
      return new LeannStoredFieldsReader(
          fields,
          fields.fieldInfo(text),
          effort,
          dictionary,
          texts,
          others,
          () -> TextDictionary.checkIntegrity(directory, segment));
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(opened);
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
        this,
        text,
        forced,
        (effort, dictionary) -> open(directory, segment, context, effort, dictionary));
  }

  /** The dictionary of a merged segment, to be closed by the caller; null for none. */
  SegmentDictionary choose(MergeState state, boolean forced) throws IOException {
    SegmentDictionary chosen = new DictionaryChoice(state, text).choose(forced, recent);
    if (chosen != null && chosen.own()) {
      recent = chosen;
    }
    return chosen;
  }

  private static LeannStoredFieldsWriter.Parts open(
      Directory directory,
      SegmentInfo segment,
      IOContext context,
      Effort effort,
      SegmentDictionary dictionary)
      throws IOException {
    segment.putAttribute(EFFORT_ATTRIBUTE, effort.storedName);
    if (dictionary != null) {
      segment.putAttribute(DICTIONARY_ATTRIBUTE, dictionary.origin());
      dictionary.dictionary().write(directory, segment, context);
    }
    StoredFieldsWriter texts = texts(effort, dictionary).fieldsWriter(directory, segment, context);
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
