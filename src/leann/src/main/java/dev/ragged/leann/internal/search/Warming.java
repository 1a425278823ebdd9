package dev.ragged.leann.internal.search;

import dev.ragged.Embedder;
import dev.ragged.OperationInterruptedException;
import dev.ragged.leann.internal.storage.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/** Fills a cache with vectors that no search has asked for yet. */
public final class Warming {
  private Warming() {}

  /**
   * Embeds passages in the order of the index, as many as the cache has room for.
   *
   * @param most how many at most
   * @return how many
   */
  public static int run(
      IndexReader reader, Embedder embedder, VectorCache cache, int dimension, int most)
      throws IOException {
    List<Integer> docs = missing(reader, cache, Math.min(most, cache.room(dimension)));
    ExactVectors vectors = new ExactVectors(reader, embedder, cache, true);
    int batch = embedder.parallelism();
    for (int from = 0; from < docs.size(); from += batch) {
      OperationInterruptedException.throwIfInterrupted("Warming");
      vectors.recompute(docs.subList(from, Math.min(docs.size(), from + batch)));
    }
    return docs.size();
  }

  /** Documents whose vectors a search would have to make, the first ones. */
  private static List<Integer> missing(IndexReader reader, VectorCache cache, long most)
      throws IOException {
    List<Integer> docs = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      FloatVectorValues coded = leaf.reader().getFloatVectorValues(Fields.VECTOR);
      if (coded == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      for (int own = coded.nextDoc();
          own != DocIdSetIterator.NO_MORE_DOCS && docs.size() < most;
          own = coded.nextDoc()) {
        int doc = leaf.docBase + own;
        if ((live == null || live.get(own))
            && !ExactVectors.isKept(leaf, doc)
            && !cache.has(leaf, doc)) {
          docs.add(doc);
        }
      }
    }
    return docs;
  }
}
