package dev.ragged.leann;

import dev.ragged.GivenVectors;
import java.util.Objects;

/**
 * How a {@link LeannVectorStore} writes and searches.
 *
 * @param givenVectors what to make of a vector that comes together with its text; default {@link
 *     GivenVectors#CHECK}
 * @param graphDegree neighbours of a passage in the graph (HNSW's M) that collections created from
 *     now on have beside their codes, {@value #MIN_DEGREE} to {@value #MAX_DEGREE}; 0, the default,
 *     for none: then a search scans all codes, which is faster for hundreds of thousands of them
 * @param cachedVectors how many of the vectors that were recomputed last are kept in memory for the
 *     searches that follow, 4 bytes a value; 0, the default, for none. For processes that stay and
 *     answer many questions: {@link dev.ragged.SearchStats#recomputed()} does not count what the
 *     cache had
 */
public record LeannOptions(GivenVectors givenVectors, int graphDegree, int cachedVectors) {
  public static final int MIN_DEGREE = 2;
  public static final int MAX_DEGREE = 512;

  public LeannOptions {
    Objects.requireNonNull(givenVectors, "givenVectors");
    checkDegree(graphDegree);
    if (cachedVectors < 0) {
      throw new IllegalArgumentException(
          "A cache holds no fewer than 0 vectors; asked for " + cachedVectors + ".");
    }
  }

  static int checkDegree(int graphDegree) {
    if (graphDegree != 0 && (graphDegree < MIN_DEGREE || graphDegree > MAX_DEGREE)) {
      throw new IllegalArgumentException(
          "A graph's degree is "
              + MIN_DEGREE
              + " to "
              + MAX_DEGREE
              + ", or 0 for no graph; asked for "
              + graphDegree
              + ".");
    }
    return graphDegree;
  }

  public static LeannOptions defaults() {
    return new LeannOptions(GivenVectors.CHECK, 0, 0);
  }

  public LeannOptions withGivenVectors(GivenVectors givenVectors) {
    return new LeannOptions(givenVectors, graphDegree, cachedVectors);
  }

  public LeannOptions withGraphDegree(int graphDegree) {
    return new LeannOptions(givenVectors, graphDegree, cachedVectors);
  }

  public LeannOptions withCachedVectors(int cachedVectors) {
    return new LeannOptions(givenVectors, graphDegree, cachedVectors);
  }
}
