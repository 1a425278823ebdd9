package dev.ragged;

import java.util.List;

/**
 * Turns text into vectors. Safe for use by several threads.
 *
 * <p>The same text gives the same vector in every call, alone or in a batch: recomputing depends on
 * it.
 */
public interface Embedder extends AutoCloseable {

  /** Identifies the model; stored with every collection it builds. */
  ModelIdentity identity();

  /** The maximum number of tokens that the model reads of one text, not counting special tokens. */
  int maxTokens();

  /** The model's own tokenizer. */
  Tokenizer tokenizer();

  /**
   * Embeds passages.
   *
   * @return for each text, in order, a vector of unit length with the model's dimension
   */
  List<float[]> embed(List<String> texts);

  /** Embeds a question; differs from {@link #embed} for models that treat questions differently. */
  default float[] embedQuery(String text) {
    return embed(List.of(text)).get(0);
  }

  /**
   * Whether the model can tell a text from others. It cannot where it knows hardly any of the
   * characters, as of a script that it was not trained on: all such texts get nearly the same
   * vector, and their scores mean nothing.
   */
  default boolean reads(String text) {
    return true;
  }

  /** How many texts {@link #embed} works on at once; smaller batches leave processors idle. */
  int parallelism();

  @Override
  void close();
}
