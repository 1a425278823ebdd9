package dev.ragged;

/** Splits text into a model's tokens. Safe for use by several threads. */
@FunctionalInterface
public interface Tokenizer {

  /**
   * Where the tokens of a text end, not counting special tokens.
   *
   * @param text any
   * @return offsets into {@code text} in UTF-16 units, ascending, one per token
   */
  int[] tokenEnds(String text);

  /**
   * Where to end a block of a long text that is tokenised by itself. Tokenizers get slower per
   * token in long texts, and native ones may end the process if there is no memory for all of the
   * tokens. A block ends after white space if possible, so that no word is split.
   *
   * @param text any
   * @param from where the block begins, an offset into {@code text}
   * @return an offset behind {@code from}, by 16,384 characters at most
   */
  static int blockEnd(String text, int from) {
    int length = 16_384;
    if (text.length() - from <= length) {
      return text.length();
    }
    int end = from + length;
    for (int i = end; i > from + length / 2; i--) {
      if (Character.isWhitespace(text.charAt(i - 1)) && !Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end)) ? end - 1 : end;
  }
}
