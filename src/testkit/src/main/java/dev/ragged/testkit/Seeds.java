package dev.ragged.testkit;

/**
 * The seed of all randomised tests. It is the same in every build, so that no build fails for
 * something that its change did not touch; {@code ci/seeds.sh} tries new ones. Classes with such
 * tests have the tag {@code random}.
 */
public final class Seeds {
  /** System property with another seed. */
  public static final String PROPERTY = "ragged.seed";

  private static final long SEED = Long.getLong(PROPERTY, 1);

  static {
    System.out.println("Randomised tests use -D" + PROPERTY + "=" + SEED);
  }

  private Seeds() {}

  /** The seed to use. */
  public static long seed() {
    return SEED;
  }

  /** The beginning of a message that says how to repeat a run. */
  public static String repeat(long seed) {
    return "Repeat with -D" + PROPERTY + "=" + seed + ": ";
  }
}
