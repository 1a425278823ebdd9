package dev.ragged.leann;

import dev.ragged.GivenVectors;
import dev.ragged.leann.internal.storage.GraphDegree;
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
  public static final int MIN_DEGREE = GraphDegree.MIN;
  public static final int MAX_DEGREE = GraphDegree.MAX;

  public LeannOptions {
    Objects.requireNonNull(givenVectors, "givenVectors");
    GraphDegree.check(graphDegree);
    if (cachedVectors < 0) {
      throw new IllegalArgumentException(
          "A cache holds no fewer than 0 vectors; asked for " + cachedVectors + ".");
    }
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
