package dev.ragged.leann.internal.storage;

import dev.ragged.leann.internal.codec.CoderSource;
import dev.ragged.leann.internal.codec.LeannKeysFormat;
import dev.ragged.leann.internal.codec.LeannStoredFieldsFormat;
import dev.ragged.leann.internal.codec.LeannVectorsFormat;
import dev.ragged.leann.internal.codec.SegmentGraphs;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.lucene90.Lucene90DocValuesFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene912.Lucene912PostingsFormat;

/**
 * How a collection's segments are written: strongly compressed text, codes for vectors. Words and
 * kept vectors have format instances of their own, hence files of their own, so that the bytes of
 * each kind can be told apart.
 *
 * <p>Segments name their codec. To read one, Lucene makes an instance by that name, which cannot
 * write. Segments without columns of metadata may name {@code Leann2}, those without dictionaries
 * for texts {@code Leann1}, and those from before this codec had its own stored fields name {@code
 * Lucene912}.
 */
public class CollectionCodec extends FilterCodec {
  /** The name in segments; never changes. */
  public static final String NAME = "Leann3";

  private final StoredFieldsFormat stored;

  /** For Lucene's service loader; can only read. */
  public CollectionCodec() {
    this(new LeannVectorsFormat());
  }

  public CollectionCodec(CoderSource coders, SegmentGraphs graphs) {
    this(new LeannVectorsFormat(coders, graphs));
  }

  private CollectionCodec(KnnVectorsFormat vectors) {
    super(NAME, new ByField(vectors));
    this.stored = new LeannStoredFieldsFormat(Fields.TEXT);
  }

  private CollectionCodec(String earlier) {
    super(earlier, new ByField(new LeannVectorsFormat()));
    this.stored = LeannStoredFieldsFormat.withRows(Fields.TEXT);
  }

  @Override
  public StoredFieldsFormat storedFieldsFormat() {
    return stored;
  }

  /** Reads what was written before segments could have dictionaries; for the service loader. */
  public static final class Version1 extends CollectionCodec {
    public Version1() {
      super("Leann1");
    }
  }

  /** Reads what was written before metadata was stored by column; for the service loader. */
  public static final class Version2 extends CollectionCodec {
    public Version2() {
      super("Leann2");
    }
  }

  /** Lucene's codec with formats per field. */
  private static final class ByField extends Lucene912Codec {
    private final KnnVectorsFormat vectors;
    private final PostingsFormat words = new Lucene912PostingsFormat();
    private final PostingsFormat keys = new LeannKeysFormat();
    private final DocValuesFormat keptVectors = new Lucene90DocValuesFormat();
    private final DocValuesFormat numbers = new Lucene90DocValuesFormat();

    ByField(KnnVectorsFormat vectors) {
      this.vectors = vectors;
    }

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return vectors;
    }

    @Override
    public PostingsFormat getPostingsFormatForField(String field) {
      return field.equals(Fields.TEXT) ? words : keys;
    }

    @Override
    public DocValuesFormat getDocValuesFormatForField(String field) {
      return Fields.KEPT_VECTORS.contains(field) ? keptVectors : numbers;
    }
  }
}
