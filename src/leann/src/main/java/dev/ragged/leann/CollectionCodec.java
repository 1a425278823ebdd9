package dev.ragged.leann;

import dev.ragged.leann.codec.CoderSource;
import dev.ragged.leann.codec.LeannVectorsFormat;
import dev.ragged.leann.codec.SegmentGraphs;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene90.Lucene90DocValuesFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene912.Lucene912PostingsFormat;

/**
 * How a collection's segments are written: the smallest stored text, codes for vectors. Words and
 * exact vectors get format instances of their own, and so files of their own, so that the bytes of
 * each kind can be told apart.
 */
final class CollectionCodec extends Lucene912Codec {
  private final KnnVectorsFormat vectors;
  private final PostingsFormat words = new Lucene912PostingsFormat();
  private final PostingsFormat keys = new Lucene912PostingsFormat();
  private final DocValuesFormat exactVectors = new Lucene90DocValuesFormat();
  private final DocValuesFormat numbers = new Lucene90DocValuesFormat();

  CollectionCodec(CoderSource coders, SegmentGraphs graphs) {
    super(Mode.BEST_COMPRESSION);
    this.vectors = new LeannVectorsFormat(coders, graphs);
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
    return field.equals(Fields.EXACT_VECTOR) ? exactVectors : numbers;
  }
}
