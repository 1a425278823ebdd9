package dev.ragged.leann.internal.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Adds the parts of identifiers to the words of a text: of {@code io.readConfigFile} also {@code
 * readConfigFile}, {@code read}, {@code Config} and {@code File}. Parts of one character are
 * nothing to look for.
 *
 * <p>Not Lucene's own WordDelimiterGraphFilter: it would cut ordinary words at apostrophes, hyphens
 * within words and digits, too, and does not keep what stands between two dots.
 */
final class IdentifierParts extends TokenFilter {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute position =
      addAttribute(PositionIncrementAttribute.class);
  private final Queue<String> parts = new ArrayDeque<>();
  private final int step;
  private State whole;

  /**
   * @param counted whether parts make the text longer, as all other words do. Otherwise BM25 takes
   *     code with many identifiers for short, and ranks it too high.
   */
  IdentifierParts(TokenStream words, boolean counted) {
    super(words);
    this.step = counted ? 1 : 0;
  }

  @Override
  public boolean incrementToken() throws IOException {
    String part = parts.poll();
    if (part != null) {
      restoreState(whole);
      term.setEmpty().append(part);
      position.setPositionIncrement(step);
      return true;
    }
    if (!input.incrementToken()) {
      return false;
    }
    parts.addAll(of(term.toString()));
    if (!parts.isEmpty()) {
      whole = captureState();
    }
    return true;
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    parts.clear();
  }

  /** The parts of a word, each once; none if it has but one. */
  static Set<String> of(String word) {
    Set<String> parts = new LinkedHashSet<>();
    int from = 0;
    for (int i = 1; i <= word.length(); i++) {
      if (i == word.length() || isDot(word.charAt(i))) {
        add(parts, word.substring(from, i));
        addParts(parts, word.substring(from, i));
        from = i + 1;
      }
    }
    parts.remove(word);
    return parts;
  }

  private static void addParts(Set<String> parts, String name) {
    int from = 0;
    for (int i = 1; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '_') {
        add(parts, name.substring(from, i));
        from = i + 1;
      } else if (from < i && isHump(name, i)) {
        add(parts, name.substring(from, i));
        from = i;
      }
    }
  }

  private static void add(Set<String> parts, String part) {
    if (part.length() > 1 && part.chars().anyMatch(Character::isLetter)) {
      parts.add(part);
    }
  }

  private static boolean isDot(char c) {
    return c == '.' || c == ':';
  }

  /** Whether a part begins here: configFile, HTTPServer, sha256Digest. */
  private static boolean isHump(String name, int i) {
    if (!Character.isUpperCase(name.charAt(i))) {
      return false;
    }
    char before = name.charAt(i - 1);
    boolean lowerNext = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
    return Character.isLowerCase(before)
        || lowerNext && (Character.isUpperCase(before) || Character.isDigit(before));
  }
}
