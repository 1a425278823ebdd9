package dev.ragged;

/** Splits text into a model's tokens. Safe for use by several threads. */
@FunctionalInterface
public interface Tokenizer {

  /**
   * Where the tokens of a text end, not counting special tokens.
   *
   * @return offsets into {@code text} in UTF-16 units, ascending, one per token
   */
  int[] tokenEnds(String text);
}
