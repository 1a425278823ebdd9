package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.engine.CoderQuery;
import dev.ragged.leann.internal.engine.Codes;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;

/**
 * The vectors of a field, as decoded from their codes. Iterates over the documents in order; the
 * n-th has ordinal n.
 */
final class CodedVectorValues extends FloatVectorValues {
  private final Coder coder;
  private final Codes codes;
  private final DocsSupplier docsSupplier;
  private final DocIdSetIterator docs;
  private final float[] value;
  private int ord = -1;

  /** Makes an iterator over the documents with a vector. */
  @FunctionalInterface
  interface DocsSupplier {
    DocIdSetIterator get() throws IOException;
  }

  CodedVectorValues(Coder coder, Codes codes, DocsSupplier docs) throws IOException {
    this.coder = coder;
    this.codes = codes;
    this.docsSupplier = docs;
    this.docs = docs.get();
    this.value = new float[coder.dimension()];
  }

  Coder coder() {
    return coder;
  }

  /** Copies the code of the current document. */
  void readCode(byte[] code) {
    codes.read(ord, code);
  }

  @Override
  public int dimension() {
    return coder.dimension();
  }

  @Override
  public int size() {
    return codes.size();
  }

  @Override
  public float[] vectorValue() {
    codes.decode(ord, value);
    return value;
  }

  @Override
  public int docID() {
    return docs.docID();
  }

  @Override
  public int nextDoc() throws IOException {
    ord++;
    return docs.nextDoc();
  }

  @Override
  public int advance(int target) throws IOException {
    int doc = docID();
    do {
      doc = nextDoc();
    } while (doc < target);
    return doc;
  }

  /** Scores codes, like a search. */
  @Override
  public VectorScorer scorer(float[] target) throws IOException {
    CodedVectorValues iterator = new CodedVectorValues(coder, codes, docsSupplier);
    CoderQuery query = coder.query(target);
    return new VectorScorer() {
      @Override
      public float score() {
        return LeannVectorsReader.luceneScore(codes.score(query, iterator.ord));
      }

      @Override
      public DocIdSetIterator iterator() {
        return iterator;
      }
    };
  }
}
