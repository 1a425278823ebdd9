package dev.ragged.embed;

/**
 * A model that is loaded and runs, one text at a time. What comes before, a text's tokens, and
 * after, one vector of unit length, is the same for all.
 *
 * <p>Several threads use it at the same time, each for a call of its own. Running the same tokens
 * again gives bit for bit the same values. It is closed once no call runs.
 */
public interface ForwardPass extends AutoCloseable {
  /**
   * Runs the model.
   *
   * @param tokens the ids of a text's tokens, special tokens included; at least one
   * @return the vectors, not yet of unit length
   * @throws dev.ragged.RaggedException if it fails, in one sentence
   */
  Output run(long[] tokens);

  @Override
  void close();

  /**
   * What a model makes of a text.
   *
   * @param values a vector for each token, one after the other, or one for the whole text
   * @param perToken whether there is one for each token
   */
  record Output(float[] values, boolean perToken) {}
}
