package dev.ragged.embed;

import dev.ragged.Tokenizer;
import java.util.Arrays;

/**
 * Estimates tokens without a model's vocabulary, erring on the high side: up to three ASCII
 * letters, one digit, one sign or one other character are a token, a character outside the basic
 * plane is two, and white space is none. English prose really has about a third fewer.
 */
public final class ApproximateTokenizer implements Tokenizer {
  private static final int LETTERS_PER_TOKEN = 3;

  @Override
  public int[] tokenEnds(String text) {
    int[] ends = new int[Math.max(16, text.length() / 2)];
    int count = 0;
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (Character.isWhitespace(point)) {
        i += Character.charCount(point);
        continue;
      }
      int tokens = 1;
      if (isAsciiLetter(point)) {
        int stop = Math.min(text.length(), i + LETTERS_PER_TOKEN);
        while (i < stop && isAsciiLetter(text.charAt(i))) {
          i++;
        }
      } else {
        i += Character.charCount(point);
        tokens = Character.isSupplementaryCodePoint(point) ? 2 : 1;
      }
      for (int t = 0; t < tokens; t++) {
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = i;
      }
    }
    return Arrays.copyOf(ends, count);
  }

  private static boolean isAsciiLetter(int point) {
    return point >= 'a' && point <= 'z' || point >= 'A' && point <= 'Z';
  }
}
