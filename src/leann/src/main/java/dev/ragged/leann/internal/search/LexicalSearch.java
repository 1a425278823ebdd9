package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Words;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;

/** Ranks passages by the words they share with a question, by BM25. */
final class LexicalSearch {
  private LexicalSearch() {}

  static ScoreDoc[] run(
      IndexSearcher searcher, Analyzer analyzer, String question, Query filter, int top)
      throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(any(Words.of(analyzer, question)), Occur.MUST)
            .add(filter, Occur.FILTER)
            .build();
    return searcher.search(query, top).scoreDocs;
  }

  /**
   * How much some documents share with a question: BM25 over its words, divided by the square root
   * of the sum of the words' weights (idf), so that it relates to the cosine in the same way for
   * short and long questions. 0 for a document with none of the words.
   */
  static float[] shared(IndexSearcher searcher, Analyzer analyzer, String question, int[] docs)
      throws IOException {
    Set<String> words = Words.of(analyzer, question);
    float[] shared = new float[docs.length];
    double weights = weights(searcher.getIndexReader(), words);
    if (weights == 0) {
      return shared;
    }
    Weight weight = searcher.createWeight(searcher.rewrite(any(words)), ScoreMode.COMPLETE, 1);
    List<Integer> inOrder =
        IntStream.range(0, docs.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> docs[i]))
            .toList();
    LeafReaderContext leaf = null;
    Scorer scorer = null;
    DocIdSetIterator having = null;
    for (int i : inOrder) {
      if (leaf == null || docs[i] >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = Candidates.leaf(searcher.getIndexReader(), docs[i]);
        scorer = weight.scorer(leaf);
        having = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
      }
      if (has(having, docs[i] - leaf.docBase)) {
        shared[i] = (float) (scorer.score() / Math.sqrt(weights));
      }
    }
    return shared;
  }

  /** Whether an iterator has a document; calls must come in ascending order of document. */
  private static boolean has(DocIdSetIterator some, int doc) throws IOException {
    return (some.docID() < doc ? some.advance(doc) : some.docID()) == doc;
  }

  /** The sum of BM25's idf over the words that occur in texts. */
  private static double weights(IndexReader reader, Set<String> words) throws IOException {
    int texts = reader.getDocCount(Fields.TEXT);
    double sum = 0;
    for (String word : words) {
      int with = reader.docFreq(new Term(Fields.TEXT, word));
      sum += with == 0 ? 0 : Math.log1p((texts - with + 0.5) / (with + 0.5));
    }
    return sum;
  }

  private static Query any(Set<String> words) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    words.forEach(word -> query.add(new TermQuery(new Term(Fields.TEXT, word)), Occur.SHOULD));
    return query.build();
  }
}
