package dev.ragged;

import java.util.List;

/**
 * Turns text into vectors. Safe for use by several threads.
 *
 * <p>The same text gives the same vector in every call, alone or in a batch: recomputing depends on
 * it.
 */
public interface Embedder extends AutoCloseable {

  /**
   * Identifies the model; stored with every collection it builds.
   *
   * @return never changes
   */
  ModelIdentity identity();

  /**
   * The maximum number of tokens that the model reads of one text, not counting special tokens.
   *
   * @return 1 or more
   */
  int maxTokens();

  /**
   * The model's own tokenizer.
   *
   * @return safe for use by several threads
   */
  Tokenizer tokenizer();

  /**
   * Embeds passages.
   *
   * @param texts none for none
   * @return for each text, in order, a vector of unit length with the model's dimension
   */
  List<float[]> embed(List<String> texts);

  /**
   * Embeds a question; differs from {@link #embed} for models that treat questions differently.
   *
   * @param text the question
   * @return a vector of unit length
   */
  default float[] embedQuery(String text) {
    return embed(List.of(text)).get(0);
  }

  /** A question that is read worse is searched for by its words alone: its cosines are noise. */
  double LEAST_READING = 0.3;

  /**
   * How well the model reads a text, 0 to 1: 1 for a language that its vocabulary was made for, 0
   * where it knows hardly any of the characters. Texts with 0 all get nearly the same vector, so
   * their scores mean nothing.
   *
   * @param text a passage or a question
   * @return 0 to 1
   */
  default double reading(String text) {
    return 1;
  }

  /**
   * The standard deviation of the model's cosines between texts that have nothing to do with each
   * other: the unit in which a difference of cosines means something. Models differ by a factor of
   * four.
   *
   * @return greater than 0
   */
  default double spread() {
    return 0.1;
  }

  /**
   * Whether embedding a text costs a request to a server, and perhaps money. A store that would
   * otherwise embed texts again for each search then keeps their vectors.
   *
   * @return false for a model on this machine
   */
  default boolean costly() {
    return false;
  }

  /**
   * How many texts {@link #embed} works on at once; smaller batches leave processors idle.
   *
   * @return 1 or more
   */
  int parallelism();

  @Override
  void close();
}
