package dev.ragged.leann;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.WildcardQuery;

/**
 * Records whose stored text contains a string, letter for letter. The words of the string narrow
 * the records down through the lexical index (each must occur within some word), then the stored
 * text decides; a string without words reads every text.
 */
final class TextContainsQuery extends Query {
  private static final int LONGEST_WORD = 127;

  private final Query narrowed;
  private final String substring;

  private TextContainsQuery(Query narrowed, String substring) {
    this.narrowed = narrowed;
    this.substring = substring;
  }

  static Query of(Analyzer analyzer, String substring) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    builder.add(new FieldExistsQuery(Fields.TEXT), Occur.FILTER);
    for (String word : LexicalSearch.words(analyzer, substring)) {
      if (word.length() > LONGEST_WORD) {
        continue; // the analyzer may have cut it, so it need not lie within one word of the text
      }
      String escaped = word.replaceAll("([\\\\*?])", "\\\\$1");
      builder.add(new WildcardQuery(new Term(Fields.TEXT, "*" + escaped + "*")), Occur.FILTER);
    }
    return new TextContainsQuery(builder.build(), substring);
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = narrowed.rewrite(searcher);
    return rewritten == narrowed ? this : new TextContainsQuery(rewritten, substring);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    Weight weight = searcher.createWeight(narrowed, ScoreMode.COMPLETE_NO_SCORES, 1);
    return new ConstantScoreWeight(this, boost) {
      @Override
      public Scorer scorer(LeafReaderContext leaf) throws IOException {
        Scorer scorer = weight.scorer(leaf);
        if (scorer == null) {
          return null;
        }
        StoredFields stored = leaf.reader().storedFields();
        DocIdSetIterator approximation = scorer.iterator();
        TwoPhaseIterator verified =
            new TwoPhaseIterator(approximation) {
              @Override
              public boolean matches() throws IOException {
                String text =
                    stored.document(approximation.docID(), Set.of(Fields.TEXT)).get(Fields.TEXT);
                return text != null && text.contains(substring);
              }

              @Override
              public float matchCost() {
                return 10_000;
              }
            };
        return new ConstantScoreScorer(this, score(), mode, verified);
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return true;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "text contains '" + substring + "'";
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TextContainsQuery q
        && substring.equals(q.substring)
        && narrowed.equals(q.narrowed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(narrowed, substring);
  }
}
