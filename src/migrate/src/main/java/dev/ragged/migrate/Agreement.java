package dev.ragged.migrate;

/**
 * How well a model's vectors agree with those that a collection holds for the same texts.
 *
 * @param sampled texts embedded and compared
 * @param agreeing how many of them had a cosine of at least {@value #SAME}
 * @param lowest the lowest cosine
 * @param mean the mean cosine
 * @param textsPerSecond how fast the model embedded the sample
 */
public record Agreement(
    int sampled, int agreeing, double lowest, double mean, double textsPerSecond) {

  /** From here on two vectors are the same but for rounding. */
  public static final double SAME = 0.999;

  /**
   * Another model's vectors are as good as random beside these, cosine 0.0 to 0.2; the same model
   * in another precision gives 0.98 and more.
   */
  private static final double RELATED = 0.5;

  /** The model makes these vectors. */
  public boolean reproduced() {
    return agreeing == sampled;
  }

  /** Questions that this model embeds can be asked of these vectors. */
  public boolean related() {
    return mean >= RELATED;
  }
}
