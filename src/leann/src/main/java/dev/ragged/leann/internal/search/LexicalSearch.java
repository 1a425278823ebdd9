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

/**
 * Ranks passages by the words that they share with a question, by BM25. A word's weight (idf) is
 * the most that it can add to a passage's BM25.
 */
final class LexicalSearch {
  private final IndexSearcher searcher;
  private final Set<String> words;
  private final double weight;

  LexicalSearch(IndexSearcher searcher, Analyzer analyzer, String question) throws IOException {
    this.searcher = searcher;
    this.words = Words.of(analyzer, question);
    this.weight = weight(searcher.getIndexReader(), words);
  }

  /** The sum of the weights of the question's words: the most that BM25 could be. */
  double weight() {
    return weight;
  }

  ScoreDoc[] best(Query filter, int top) throws IOException {
    Query query =
        new BooleanQuery.Builder().add(any(words), Occur.MUST).add(filter, Occur.FILTER).build();
    return searcher.search(query, top).scoreDocs;
  }

  /** BM25 of some documents; 0 for a document with none of the words. */
  float[] bm25(int[] docs) throws IOException {
    float[] scores = new float[docs.length];
    Weight any = searcher.createWeight(searcher.rewrite(any(words)), ScoreMode.COMPLETE, 1);
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
        scorer = any.scorer(leaf);
        having = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
      }
      if (has(having, docs[i] - leaf.docBase)) {
        scores[i] = scorer.score();
      }
    }
    return scores;
  }

  /** Whether an iterator has a document; calls must come in ascending order of document. */
  private static boolean has(DocIdSetIterator some, int doc) throws IOException {
    return (some.docID() < doc ? some.advance(doc) : some.docID()) == doc;
  }

  private static double weight(IndexReader reader, Set<String> words) throws IOException {
    int texts = reader.getDocCount(Fields.TEXT);
    double sum = 0;
    for (String word : words) {
      int with = reader.docFreq(new Term(Fields.TEXT, word));
      sum += Math.log1p((texts - with + 0.5) / (with + 0.5));
    }
    return sum;
  }

  private static Query any(Set<String> words) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    words.forEach(word -> query.add(new TermQuery(new Term(Fields.TEXT, word)), Occur.SHOULD));
    return query.build();
  }
}
