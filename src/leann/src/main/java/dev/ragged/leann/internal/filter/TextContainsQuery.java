package dev.ragged.leann.internal.filter;

import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Words;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
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
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.RegExp;

/**
 * Passages whose stored text contains a string. The words of the string narrow the passages down
 * through the lexical index, then the stored text decides; for a string without words, every text
 * is read.
 *
 * <p>Words between white space narrow best: the string may begin or end within a word. Without any,
 * an index of stems narrows nothing, since a part of a word has no stem.
 *
 * <p>Adjacent letters and digits always belong to one word, whatever surrounds them, so each run of
 * them must occur within a word of the text. Marks, joiners, emoji and flags may belong to a
 * different word in the text than in the string, so they narrow nothing. The analyzer cuts words at
 * 255 characters, at any place; so every passage with such a long word is read.
 */
final class TextContainsQuery extends Query {
  /** A longer word may be cut at another place in the text than in the string. */
  private static final int MAX_WORD_LENGTH = 127;

  /** Words of at least 127 code points, as any word cut at 254 or 255 UTF-16 units is. */
  private static final Query CUT_WORD =
      new RegexpQuery(new Term(Fields.TEXT, ".{127,}"), RegExp.NONE);

  private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^\\p{L}\\p{Nd}]+");

  private final Query narrowed;
  private final String substring;

  private TextContainsQuery(Query narrowed, String substring) {
    this.narrowed = narrowed;
    this.substring = substring;
  }

  static Query of(Analyzer analyzer, String substring) {
    BooleanQuery narrowing = wholeWords(analyzer, substring);
    if (narrowing.clauses().isEmpty() && !Words.areStems(analyzer)) {
      narrowing = runs(analyzer, substring); // which looks at every term
    }
    BooleanQuery.Builder narrowed = new BooleanQuery.Builder();
    narrowed.add(new FieldExistsQuery(Fields.TEXT), Occur.FILTER);
    if (!narrowing.clauses().isEmpty()) {
      narrowed.add(narrowing, Occur.FILTER);
    }
    return new TextContainsQuery(narrowed.build(), substring);
  }

  /** Words between white space stand in the text as they stand in the string. */
  private static BooleanQuery wholeWords(Analyzer analyzer, String substring) {
    int from = 0;
    while (from < substring.length() && !Character.isWhitespace(substring.charAt(from))) {
      from++;
    }
    int to = substring.length();
    while (to > from && !Character.isWhitespace(substring.charAt(to - 1))) {
      to--;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : Words.of(analyzer, substring.substring(from, to))) {
      all.add(new TermQuery(new Term(Fields.TEXT, word)), Occur.FILTER);
    }
    return all.build();
  }

  private static BooleanQuery runs(Analyzer analyzer, String substring) {
    Set<String> runs = new HashSet<>();
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    for (String word : Words.of(analyzer, substring)) {
      for (String run : NOT_ALPHANUMERIC.split(word)) {
        if (!run.isEmpty() && run.length() <= MAX_WORD_LENGTH && runs.add(run)) {
          Term within = new Term(Fields.TEXT, "*" + run + "*");
          words.add(new WildcardQuery(within), Occur.FILTER);
        }
      }
    }
    BooleanQuery all = words.build();
    return all.clauses().isEmpty()
        ? all
        : new BooleanQuery.Builder().add(all, Occur.SHOULD).add(CUT_WORD, Occur.SHOULD).build();
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
                String text = Documents.text(stored, approximation.docID());
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
