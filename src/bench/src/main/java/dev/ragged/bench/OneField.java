package dev.ragged.bench;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** A segment with nothing but those terms of one field that begin with something. */
final class OneField extends FilterLeafReader {
  private final FieldInfo field;
  private final BytesRef prefix;

  OneField(LeafReader segment, String field, BytesRef prefix) {
    super(segment);
    FieldInfo info = segment.getFieldInfos().fieldInfo(field);
    this.field =
        new FieldInfo(
            field,
            info.number,
            false,
            info.omitsNorms(),
            false,
            info.getIndexOptions(),
            DocValuesType.NONE,
            -1,
            Map.of(),
            0,
            0,
            0,
            0,
            VectorEncoding.FLOAT32,
            VectorSimilarityFunction.EUCLIDEAN,
            false,
            false);
    this.prefix = prefix;
  }

  @Override
  public FieldInfos getFieldInfos() {
    return new FieldInfos(new FieldInfo[] {field});
  }

  @Override
  public StoredFields storedFields() {
    return new StoredFields() {
      @Override
      public void document(int doc, StoredFieldVisitor visitor) {
        // Has none.
      }
    };
  }

  @Override
  public Terms terms(String name) throws IOException {
    Terms all = super.terms(name);
    if (all == null || prefix.length == 0) {
      return all;
    }
    return new FilterTerms(all) {
      @Override
      public TermsEnum iterator() throws IOException {
        TermsEnum walk = in.iterator();
        return new FilteredTermsEnum(walk) {
          {
            setInitialSeekTerm(prefix);
          }

          @Override
          protected AcceptStatus accept(BytesRef term) {
            return StringHelper.startsWith(term, prefix) ? AcceptStatus.YES : AcceptStatus.END;
          }
        };
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
