package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.engine.ScanResult;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/**
 * The passages whose codes are nearest to a query: documents of an index reader with estimated
 * cosines, best first.
 *
 * @param error the coders' own estimate of the standard error of these cosines
 * @param scored the number of passages that these were selected from
 */
record Candidates(IndexReader reader, int[] docs, float[] estimates, float error, long scored) {

  private record Found(int doc, float estimate) {}

  /** Searches the codes of every segment that the filter matches. */
  static Candidates nearest(IndexSearcher searcher, float[] query, Query filter, int top)
      throws IOException {
    Weight weight =
        filter instanceof MatchAllDocsQuery
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<Found> all = new ArrayList<>();
    float error = 0;
    long scored = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Bits accept = leaf.reader().getLiveDocs();
      if (weight != null) {
        Scorer scorer = weight.scorer(leaf);
        if (scorer == null) {
          continue;
        }
        accept = matching(scorer, leaf.reader());
      }
      LeannVectorsReader reader = LeannVectorsReader.of(leaf.reader(), Fields.VECTOR);
      if (reader == null) {
        continue;
      }
      error = Math.max(error, reader.coder(Fields.VECTOR).error());
      ScanResult found = reader.nearest(Fields.VECTOR, query, accept, top);
      scored += found.scored();
      for (int i = 0; i < found.size(); i++) {
        all.add(new Found(leaf.docBase + found.ids()[i], found.scores()[i]));
      }
    }
    all.sort(Comparator.comparingDouble((Found f) -> -f.estimate()).thenComparing(Found::doc));
    int size = Math.min(top, all.size());
    int[] docs = new int[size];
    float[] estimates = new float[size];
    for (int i = 0; i < size; i++) {
      docs[i] = all.get(i).doc();
      estimates[i] = all.get(i).estimate();
    }
    return new Candidates(searcher.getIndexReader(), docs, estimates, error, scored);
  }

  private static FixedBitSet matching(Scorer scorer, LeafReader reader) throws IOException {
    FixedBitSet accept = new FixedBitSet(reader.maxDoc());
    accept.or(scorer.iterator());
    Bits live = reader.getLiveDocs();
    if (live != null) {
      accept.and(FixedBitSet.copyOf(live));
    }
    return accept;
  }

  /** The segment of a document. */
  static LeafReaderContext leaf(IndexReader reader, int doc) {
    return reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
  }

  int size() {
    return docs.length;
  }

  /** A candidate's decoded code, scaled to unit length. */
  float[] decode(int candidate) throws IOException {
    int doc = docs[candidate];
    LeafReaderContext leaf = leaf(reader, doc);
    return Vectors.unit(
        LeannVectorsReader.of(leaf.reader(), Fields.VECTOR)
            .decode(Fields.VECTOR, doc - leaf.docBase));
  }
}
