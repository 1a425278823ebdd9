package dev.ragged.leann;

import java.util.Objects;

/**
 * How a {@link LeannVectorStore} writes and searches.
 *
 * @param givenVectors what to make of a vector that comes together with its text; default {@link
 *     GivenVectors#CHECK}
 * @param graphDegree neighbours of a passage in the graph (HNSW's M) that collections created from
 *     now on have beside their codes, {@value #FEWEST_NEIGHBOURS} to {@value #MOST_NEIGHBOURS}; 0,
 *     the default, for none: then a search scans all codes, which is faster for hundreds of
 *     thousands of them
 * @param cachedVectors how many of the vectors that were recomputed last are kept in memory for the
 *     searches that follow, 4 bytes a value; 0, the default, for none. For processes that stay and
 *     answer many questions: {@link dev.ragged.SearchStats#recomputed()} does not count what the
 *     cache had
 */
public record LeannOptions(GivenVectors givenVectors, int graphDegree, int cachedVectors) {
  public static final int FEWEST_NEIGHBOURS = 2;
  public static final int MOST_NEIGHBOURS = 512;

  public LeannOptions {
    Objects.requireNonNull(givenVectors, "givenVectors");
    checkDegree(graphDegree);
    if (cachedVectors < 0) {
      throw new IllegalArgumentException(
          "A cache holds no fewer than 0 vectors; asked for " + cachedVectors + ".");
    }
  }

  static int checkDegree(int graphDegree) {
    if (graphDegree != 0 && (graphDegree < FEWEST_NEIGHBOURS || graphDegree > MOST_NEIGHBOURS)) {
      throw new IllegalArgumentException(
          "A graph's degree is "
              + FEWEST_NEIGHBOURS
              + " to "
              + MOST_NEIGHBOURS
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
