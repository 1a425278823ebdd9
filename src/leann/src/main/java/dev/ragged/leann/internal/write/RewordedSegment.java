package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.storage.Fields;
import java.io.IOException;
import java.util.Iterator;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.NormsProducer;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Terms;

/** A segment with the words of another, which has nothing else and the same documents. */
final class RewordedSegment extends FilterCodecReader {
  private final CodecReader words;

  RewordedSegment(CodecReader segment, CodecReader words) {
    super(segment);
    if (segment.maxDoc() != words.maxDoc()) {
      throw new IllegalArgumentException(
          words.maxDoc() + " documents have words, of " + segment.maxDoc());
    }
    this.words = words;
  }

  @Override
  public FieldsProducer getPostingsReader() {
    FieldsProducer all = in.getPostingsReader();
    FieldsProducer renewed = words.getPostingsReader();
    return new FieldsProducer() {
      @Override
      public Iterator<String> iterator() {
        return all.iterator();
      }

      @Override
      public Terms terms(String field) throws IOException {
        if (!field.equals(Fields.TEXT)) {
          return all.terms(field);
        }
        return renewed == null ? null : renewed.terms(field); // null if no text has words
      }

      @Override
      public int size() {
        return all.size();
      }

      @Override
      public void checkIntegrity() throws IOException {
        all.checkIntegrity();
      }

      @Override
      public void close() {
        // Both segments are the caller's.
      }
    };
  }

  @Override
  public NormsProducer getNormsReader() {
    NormsProducer all = in.getNormsReader();
    if (all == null) {
      return null; // no passage has a text
    }
    FieldInfo text = words.getFieldInfos().fieldInfo(Fields.TEXT);
    return new NormsProducer() {
      @Override
      public NumericDocValues getNorms(FieldInfo field) throws IOException {
        if (!field.name.equals(Fields.TEXT)) {
          return all.getNorms(field);
        }
        return text == null ? DocValues.emptyNumeric() : words.getNormsReader().getNorms(text);
      }

      @Override
      public void checkIntegrity() throws IOException {
        all.checkIntegrity();
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
