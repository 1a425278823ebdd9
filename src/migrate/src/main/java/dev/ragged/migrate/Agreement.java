package dev.ragged.migrate;

/**
 * How well a model's vectors agree with the stored vectors of the same texts.
 *
 * @param sampled number of texts embedded and compared
 * @param agreeing number of texts with a cosine of at least {@value #SAME}
 * @param lowest the lowest cosine
 * @param mean the mean cosine
 * @param textsPerSecond how fast the model embedded the sample
 */
public record Agreement(
    int sampled, int agreeing, double lowest, double mean, double textsPerSecond) {

  /** From this cosine on, two vectors are equal except for rounding. */
  public static final double SAME = 0.999;

  /**
   * Vectors of a different model are practically random, with cosines of 0.0 to 0.2; the same model
   * in another precision gives 0.98 and more.
   */
  private static final double RELATED = 0.5;

  /** Whether the model makes these vectors. */
  public boolean reproduced() {
    return agreeing == sampled;
  }

  /** Whether these vectors can be searched with questions that this model embeds. */
  public boolean related() {
    return mean >= RELATED;
  }
}
