package dev.ragged.leann.internal.search;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** The documents of each segment that a filter matches and that are not deleted. */
final class Matching {
  /** What is returned where nothing matches, so that a caller can leave the segment alone. */
  static final Bits NONE = new Bits.MatchNoBits(0);

  private final Weight weight;

  Matching(IndexSearcher searcher, Query filter) throws IOException {
    this.weight =
        filter instanceof MatchAllDocsQuery
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  /** Null for all of a segment, {@link #NONE}, or the documents. */
  Bits in(LeafReaderContext leaf) throws IOException {
    LeafReader reader = leaf.reader();
    Bits live = reader.getLiveDocs();
    if (weight == null) {
      return live;
    }
    Scorer scorer = weight.scorer(leaf);
    if (scorer == null) {
      return NONE;
    }
    FixedBitSet accept = new FixedBitSet(reader.maxDoc());
    accept.or(scorer.iterator());
    if (live != null) {
      accept.and(FixedBitSet.copyOf(live));
    }
    return accept;
  }
}
