package dev.ragged.leann.internal.storage;

/** The allowed degrees of a collection's graph. */
public final class GraphDegree {
  public static final int MIN = 2;
  public static final int MAX = 512;

  private GraphDegree() {}

  /**
   * Rejects a degree out of range.
   *
   * @param degree 0 for no graph
   * @return the degree
   * @throws IllegalArgumentException if it is neither 0 nor within the range
   */
  public static int check(int degree) {
    if (degree != 0 && (degree < MIN || degree > MAX)) {
      throw new IllegalArgumentException(
          "The degree of a graph must be between "
              + MIN
              + " and "
              + MAX
              + ", or 0 for no graph, got "
              + degree
              + ".");
    }
    return degree;
  }
}
