package dev.ragged;

/** Splits text into a model's tokens. Safe for use by several threads. */
@FunctionalInterface
public interface Tokenizer {

  /**
   * Where the tokens of a text end, special tokens left out.
   *
   * @return offsets into {@code text} in UTF-16 units, ascending; the length is the number of
   *     tokens
   */
  int[] tokenEnds(String text);
}
