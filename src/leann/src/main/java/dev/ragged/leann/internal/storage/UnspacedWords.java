package dev.ragged.leann.internal.storage;

import java.io.IOException;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Makes words of Thai, Lao, Khmer and Burmese findable, which no spaces separate: besides a run of
 * letters, the pairs of characters in it, as is usual for Chinese. A character is one as readers
 * see it, a letter with its marks. The run stays a word too.
 */
final class UnspacedWords extends TokenFilter {
  private static final String TYPE =
      StandardTokenizer.TOKEN_TYPES[StandardTokenizer.SOUTHEAST_ASIAN];

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final TypeAttribute type = addAttribute(TypeAttribute.class);
  private final PositionIncrementAttribute position =
      addAttribute(PositionIncrementAttribute.class);
  private final Deque<String> pairs = new ArrayDeque<>();
  private State run;

  UnspacedWords(TokenStream words) {
    super(words);
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (!pairs.isEmpty()) {
      restoreState(run);
      term.setEmpty().append(pairs.pop());
      position.setPositionIncrement(0);
      return true;
    }
    if (!input.incrementToken()) {
      return false;
    }
    if (type.type().equals(TYPE)) {
      addPairs(term.toString());
      run = captureState();
    }
    return true;
  }

  private void addPairs(String letters) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(letters);
    int first = characters.first();
    int second = characters.next();
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      if (first > 0 || end < letters.length()) { // else the pair is the run
        pairs.add(letters.substring(first, end));
      }
      first = second;
      second = end;
    }
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    pairs.clear();
  }
}
