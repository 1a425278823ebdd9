package dev.ragged;

import java.util.regex.Pattern;

/**
 * What to create.
 *
 * @param name 3 to 512 characters from {@code [a-zA-Z0-9._-]}, starting and ending with a letter or
 *     digit, without {@code ..}: what every backend takes, since a collection can move from one to
 *     another under its name
 * @param metric default {@link Metric#COSINE}
 * @param dimension number of values per vector, 1 to 4,096; 0 takes it from the store's embedder
 */
public record CollectionSpec(String name, Metric metric, int dimension) {
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** The largest dimension. */
  public static final int MAX_DIMENSION = 4_096;

  /**
   * Checks what it is made of.
   *
   * @param name as above
   * @param metric as above
   * @param dimension as above
   */
  public CollectionSpec {
    checkName(name);
    Arguments.required(metric, "metric");
    if (dimension < 0 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "The dimension must be between 1 and " + MAX_DIMENSION + ", got " + dimension + ".");
    }
  }

  /**
   * Cosine, with the dimension of the store's embedder.
   *
   * @param name the collection's
   * @return what to create
   */
  public static CollectionSpec of(String name) {
    return new CollectionSpec(name, Metric.COSINE, 0);
  }

  /**
   * Cosine over vectors that the caller provides.
   *
   * @param name the collection's
   * @param dimension number of values per vector
   * @return what to create
   */
  public static CollectionSpec of(String name, int dimension) {
    return new CollectionSpec(name, Metric.COSINE, dimension);
  }

  /**
   * Refuses a name that no backend would accept.
   *
   * @param name any
   * @throws IllegalArgumentException saying what a valid name looks like
   */
  public static void checkName(String name) {
    Arguments.required(name, "name");
    if (name.matches("[a-zA-Z0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is too short for a collection's name; use 3 characters or more, which every"
              + " backend takes.");
    }
    if (!NAME.matcher(name).matches() || name.contains("..") || IPV4.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a valid collection name; use 3 to 512 letters, digits, '.', '_' or"
              + " '-', starting and ending with a letter or digit.");
    }
  }
}
