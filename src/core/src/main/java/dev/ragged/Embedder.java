package dev.ragged;

import java.util.List;

/**
 * Turns text into vectors. Safe for use by several threads.
 *
 * <p>The same text gives the same vector at every call, alone or among others: recomputing depends
 * on it.
 */
public interface Embedder extends AutoCloseable {

  /** Which model this is; stored with every collection it builds. */
  ModelIdentity identity();

  /** Most tokens of one text that the model reads, its own special tokens not counted. */
  int maxTokens();

  /** The model's way of splitting text. */
  Tokenizer tokenizer();

  /**
   * Embeds passages.
   *
   * @return for each text, in order, a vector of unit length and of the model's dimension
   */
  List<float[]> embed(List<String> texts);

  /** Embeds a question; differs from {@link #embed} for models that tell the two apart. */
  default float[] embedQuery(String text) {
    return embed(List.of(text)).get(0);
  }

  /** How many texts {@link #embed} works on at a time; batches below it leave processors idle. */
  int parallelism();

  @Override
  void close();
}
