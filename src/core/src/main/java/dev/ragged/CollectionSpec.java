package dev.ragged;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What to create.
 *
 * @param name 3 to 512 of {@code [a-zA-Z0-9._-]}, a letter or digit at both ends, no {@code ..}
 *     (the names that Chroma takes too)
 * @param metric default {@link Metric#COSINE}
 * @param dimension values a vector, 1 to 4,096; 0 takes it from the store's embedder
 */
public record CollectionSpec(String name, Metric metric, int dimension) {
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** Largest dimension. */
  public static final int MAX_DIMENSION = 4_096;

  public CollectionSpec {
    checkName(name);
    Objects.requireNonNull(metric, "metric");
    if (dimension < 0 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "A dimension is 1 to " + MAX_DIMENSION + "; asked for " + dimension + ".");
    }
  }

  /** Cosine, with the dimension of the store's embedder. */
  public static CollectionSpec of(String name) {
    return new CollectionSpec(name, Metric.COSINE, 0);
  }

  /** Cosine over vectors that the caller brings. */
  public static CollectionSpec of(String name, int dimension) {
    return new CollectionSpec(name, Metric.COSINE, dimension);
  }

  /**
   * Refuses a name no backend would take.
   *
   * @throws IllegalArgumentException saying what a name looks like
   */
  public static void checkName(String name) {
    if (name == null
        || !NAME.matcher(name).matches()
        || name.contains("..")
        || IPV4.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no collection name; use 3 to 512 letters, digits, '.', '_' or '-', with a"
              + " letter or digit at both ends.");
    }
  }
}
