package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Words;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
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
 * the most that it can add to a passage's BM25. In a small collection "where" may be as rare as
 * "orchid", so English function words weigh as if more passages had been seen; see the decision
 * "one-score".
 */
final class LexicalSearch {
  /** By whether they are stems; kept, since every search needs them. */
  private static final Map<Boolean, Set<String>> FUNCTION_WORDS = new ConcurrentHashMap<>();

  /** As if so many more passages had been seen, of which this share has a function word. */
  private static final int SEEN = 200;

  private static final double SHARE = 0.7;

  private final IndexSearcher searcher;
  private final Query any;
  private final double weight;

  LexicalSearch(IndexSearcher searcher, Analyzer analyzer, String question) throws IOException {
    this.searcher = searcher;
    IndexReader reader = searcher.getIndexReader();
    int texts = reader.getDocCount(Fields.TEXT);
    Set<String> common =
        FUNCTION_WORDS.computeIfAbsent(
            Words.areStems(analyzer), stems -> Words.of(analyzer, functionWords()));
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    double sum = 0;
    for (String word : Words.of(analyzer, question)) {
      Term term = new Term(Fields.TEXT, word);
      int having = reader.docFreq(term);
      double bm25 = idf(texts, having);
      double idf = common.contains(word) ? idf(texts + SEEN, having + SHARE * SEEN) : bm25;
      query.add(new BoostQuery(new TermQuery(term), (float) (idf / bm25)), Occur.SHOULD);
      sum += idf;
    }
    this.any = query.build();
    this.weight = sum;
  }

  private static String functionWords() {
    try (Reader list =
        new InputStreamReader(
            SnowballFilter.class.getResourceAsStream("english_stop.txt"), StandardCharsets.UTF_8)) {
      StringJoiner words = new StringJoiner(" ");
      for (Object word : WordlistLoader.getSnowballWordSet(list)) {
        words.add(new String((char[]) word));
      }
      return words.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Lucene's BM25 has it. */
  private static double idf(int texts, double having) {
    return Math.log1p((texts - having + 0.5) / (having + 0.5));
  }

  /** The sum of the weights of the question's words: the most that BM25 could be. */
  double weight() {
    return weight;
  }

  ScoreDoc[] best(Query filter, int top) throws IOException {
    Query query = new BooleanQuery.Builder().add(any, Occur.MUST).add(filter, Occur.FILTER).build();
    return searcher.search(query, top).scoreDocs;
  }

  /** BM25 of some documents; 0 for a document with none of the words. */
  float[] bm25(int[] docs) throws IOException {
    float[] scores = new float[docs.length];
    Weight weights = searcher.createWeight(searcher.rewrite(any), ScoreMode.COMPLETE, 1);
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
        scorer = weights.scorer(leaf);
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
}
