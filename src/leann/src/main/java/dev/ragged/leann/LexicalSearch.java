package dev.ragged.leann;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/** Ranks records by the words they share with a question: BM25 over any of its words. */
final class LexicalSearch {
  /** Distinct words of a question that count; Lucene takes at most 1,024 clauses. */
  private static final int MOST_WORDS = 512;

  private LexicalSearch() {}

  static ScoreDoc[] run(
      IndexSearcher searcher, Analyzer analyzer, String question, Query filter, int top)
      throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    for (String word : words(analyzer, question)) {
      words.add(new TermQuery(new Term(Fields.TEXT, word)), Occur.SHOULD);
    }
    Query query =
        new BooleanQuery.Builder().add(words.build(), Occur.MUST).add(filter, Occur.FILTER).build();
    return searcher.search(query, top).scoreDocs;
  }

  /** The words of a text as the index knows them, in order, each once. */
  static Set<String> words(Analyzer analyzer, String text) {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream(Fields.TEXT, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (words.size() < MOST_WORDS && tokens.incrementToken()) {
        words.add(term.toString());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }
}
