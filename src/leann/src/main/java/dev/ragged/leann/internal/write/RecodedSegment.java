package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.storage.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;

/**
 * A segment with the codes and the vectors beside them of another, which has nothing else and the
 * same documents.
 */
final class RecodedSegment extends FilterCodecReader {
  private static final Set<String> RECODED = Set.of(Fields.VECTOR, Fields.EXACT_VECTOR);

  private final CodecReader vectors;
  private final FieldInfos fields;

  RecodedSegment(CodecReader segment, CodecReader vectors) {
    super(segment);
    if (segment.maxDoc() != vectors.maxDoc()) {
      throw new IllegalArgumentException(
          vectors.maxDoc() + " documents have vectors, of " + segment.maxDoc());
    }
    this.vectors = vectors;
    this.fields = fields(segment.getFieldInfos(), vectors.getFieldInfos());
  }

  /** Fields keep their numbers, by which stored fields know them. */
  private static FieldInfos fields(FieldInfos segment, FieldInfos vectors) {
    List<FieldInfo> all = new ArrayList<>();
    int next = 0;
    for (FieldInfo field : segment) {
      next = Math.max(next, field.number + 1);
      if (!RECODED.contains(field.name)) {
        all.add(field);
      }
    }
    for (FieldInfo field : vectors) {
      FieldInfo old = segment.fieldInfo(field.name);
      all.add(numbered(field, old == null ? next++ : old.number));
    }
    return new FieldInfos(all.toArray(FieldInfo[]::new));
  }

  private static FieldInfo numbered(FieldInfo field, int number) {
    return new FieldInfo(
        field.name,
        number,
        field.hasVectors(),
        field.omitsNorms(),
        field.hasPayloads(),
        field.getIndexOptions(),
        field.getDocValuesType(),
        field.getDocValuesGen(),
        field.attributes(),
        field.getPointDimensionCount(),
        field.getPointIndexDimensionCount(),
        field.getPointNumBytes(),
        field.getVectorDimension(),
        field.getVectorEncoding(),
        field.getVectorSimilarityFunction(),
        field.isSoftDeletesField(),
        field.isParentField());
  }

  @Override
  public FieldInfos getFieldInfos() {
    return fields;
  }

  @Override
  public KnnVectorsReader getVectorReader() {
    return vectors.getVectorReader();
  }

  @Override
  public DocValuesProducer getDocValuesReader() {
    DocValuesProducer others = in.getDocValuesReader();
    DocValuesProducer recoded = vectors.getDocValuesReader();
    return new DocValuesProducer() {
      @Override
      public BinaryDocValues getBinary(FieldInfo field) throws IOException {
        if (!RECODED.contains(field.name)) {
          return others.getBinary(field);
        }
        FieldInfo own = vectors.getFieldInfos().fieldInfo(field.name);
        return own == null ? DocValues.emptyBinary() : recoded.getBinary(own);
      }

      @Override
      public NumericDocValues getNumeric(FieldInfo field) throws IOException {
        return others.getNumeric(field);
      }

      @Override
      public SortedDocValues getSorted(FieldInfo field) throws IOException {
        return others.getSorted(field);
      }

      @Override
      public SortedNumericDocValues getSortedNumeric(FieldInfo field) throws IOException {
        return others.getSortedNumeric(field);
      }

      @Override
      public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
        return others.getSortedSet(field);
      }

      @Override
      public void checkIntegrity() throws IOException {
        if (others != null) {
          others.checkIntegrity();
        }
        if (recoded != null) {
          recoded.checkIntegrity();
        }
      }

      @Override
      public void close() {
        // Both segments are the caller's.
      }
    };
  }

  @Override
  public CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return null;
  }
}
