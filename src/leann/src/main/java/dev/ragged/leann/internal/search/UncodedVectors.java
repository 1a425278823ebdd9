package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/**
 * Vectors that are kept whole and have no code, since a code knows directions only and their length
 * matters to the metric. All of them are compared with the query.
 */
final class UncodedVectors {
  private record Near(int doc, double likeness) {}

  private static final Comparator<Near> FARTHEST_FIRST =
      Comparator.comparingDouble(Near::likeness)
          .thenComparing(Near::doc, Comparator.reverseOrder());

  private UncodedVectors() {}

  /** The documents of the nearest, in no order. */
  static int[] nearest(IndexSearcher searcher, Scores scores, Matching matching, int top)
      throws IOException {
    PriorityQueue<Near> nearest = new PriorityQueue<>(FARTHEST_FIRST);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      BinaryDocValues values = leaf.reader().getBinaryDocValues(Fields.UNCODED_VECTOR);
      if (values == null) {
        continue;
      }
      Bits accept = matching.in(leaf);
      for (int doc = values.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = values.nextDoc()) {
        if (accept == null || accept.get(doc)) {
          double likeness = scores.likeness(Vectors.fromWholeBytes(values.binaryValue()));
          nearest.add(new Near(leaf.docBase + doc, likeness));
          if (nearest.size() > top) {
            nearest.poll();
          }
        }
      }
    }
    return nearest.stream().mapToInt(Near::doc).toArray();
  }
}
