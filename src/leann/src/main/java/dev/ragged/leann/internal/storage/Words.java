package dev.ragged.leann.internal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
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

  /** What new collections have. */
  public static final int LATEST = WITH_PARTS;

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
    if (version == WHOLE) {
      return new StandardAnalyzer();
    }
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(
            words, new LowerCaseFilter(new UnspacedWords(new IdentifierParts(words))));
      }

      @Override
      protected TokenStream normalize(String field, TokenStream in) {
        return new LowerCaseFilter(in);
      }
    };
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
