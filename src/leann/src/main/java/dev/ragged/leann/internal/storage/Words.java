package dev.ragged.leann.internal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The words of a text as the index stores them. A collection keeps the version that it was made
 * with: words that are cut differently would not be found.
 */
public final class Words {
  /** Words as Unicode has them, in lower case. */
  public static final int WHOLE = 1;

  /** And the parts of identifiers and of runs of letters without spaces. */
  public static final int WITH_PARTS = 2;

  /**
   * And English words by their stems, Chinese, Japanese and Korean ones by pairs of characters,
   * too, and full-width letters as usual ones.
   */
  public static final int STEMMED = 3;

  /** What new collections have. */
  public static final int LATEST = STEMMED;

  private static final int ALL_SCRIPTS =
      CJKBigramFilter.HAN
          | CJKBigramFilter.HIRAGANA
          | CJKBigramFilter.KATAKANA
          | CJKBigramFilter.HANGUL;

  /** Distinct words that count; Lucene takes at most 1,024 clauses. */
  private static final int MAX_WORDS = 512;

  private Words() {}

  static int check(int version) {
    if (version < WHOLE || version > LATEST) {
      throw new IllegalArgumentException("words " + version);
    }
    return version;
  }

  /** What makes words of a text. */
  public static Analyzer analyzer(int version) {
    return version == WHOLE ? new StandardAnalyzer() : new Parts(version >= STEMMED);
  }

  /** Whether a word that an analyzer makes of a text may be none that stands in it. */
  public static boolean areStems(Analyzer analyzer) {
    return analyzer instanceof Parts parts && parts.stems;
  }

  private static final class Parts extends Analyzer {
    private final boolean stems;

    Parts(boolean stems) {
      this.stems = stems;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream parts = new UnspacedWords(new IdentifierParts(words, stems));
      return new TokenStreamComponents(words, stems ? stems(parts) : new LowerCaseFilter(parts));
    }

    /** One for all languages: English endings are rare in others, and characters of pairs in it. */
    private static TokenStream stems(TokenStream words) {
      TokenStream lower = new LowerCaseFilter(new CJKWidthFilter(words));
      TokenStream pairs = new CJKBigramFilter(lower, ALL_SCRIPTS, true);
      return new PorterStemFilter(new EnglishPossessiveFilter(pairs));
    }

    @Override
    protected TokenStream normalize(String field, TokenStream in) {
      return new LowerCaseFilter(in);
    }
  }

  /** The words of a text in order, each once. */
  public static Set<String> of(Analyzer analyzer, String text) {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream(Fields.TEXT, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (words.size() < MAX_WORDS && tokens.incrementToken()) {
        words.add(term.toString());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }
}
