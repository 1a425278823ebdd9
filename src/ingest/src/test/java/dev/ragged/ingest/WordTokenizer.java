package dev.ragged.ingest;

import dev.ragged.Tokenizer;
import java.util.Arrays;

/** Letters and digits in pieces of at most ten, and every other visible character alone. */
final class WordTokenizer implements Tokenizer {
  @Override
  public int[] tokenEnds(String text) {
    int[] ends = new int[text.length()];
    int count = 0;
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      int length = Character.charCount(point);
      if (Character.isWhitespace(point)) {
        i += length;
        continue;
      }
      i += length;
      if (Character.isLetterOrDigit(point)) {
        for (int n = 1; n < 10 && i < text.length(); n++) {
          int more = text.codePointAt(i);
          if (!Character.isLetterOrDigit(more)) {
            break;
          }
          i += Character.charCount(more);
        }
      }
      ends[count++] = i;
    }
    return Arrays.copyOf(ends, count);
  }
}
