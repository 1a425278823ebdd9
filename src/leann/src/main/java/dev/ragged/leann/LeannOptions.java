package dev.ragged.leann;

import dev.ragged.Arguments;
import dev.ragged.GivenVectors;
import dev.ragged.leann.internal.storage.GraphDegree;

/**
 * How a {@link LeannVectorStore} writes and searches.
 *
 * @param givenVectors what to do with a vector that comes together with its text; default {@link
 *     GivenVectors#CHECK}
 * @param passageVectors whether new collections keep the vectors of texts; default {@link
 *     PassageVectors#AUTO}
 * @param graphDegree neighbours of a passage (HNSW's M) in the graph that new collections keep
 *     besides their codes, {@value #MIN_DEGREE} to {@value #MAX_DEGREE}; 0, the default, for no
 *     graph: a search then scans all codes, which is faster up to hundreds of thousands of them
 * @param cachedVectors how many of the most recently recomputed vectors stay in memory for later
 *     searches, at 4 bytes per value; 0, the default, for none. For long-running processes that
 *     answer many questions. {@link dev.ragged.SearchStats#recomputed()} does not count cached
 *     vectors
 */
public record LeannOptions(
    GivenVectors givenVectors, PassageVectors passageVectors, int graphDegree, int cachedVectors) {
  public static final int MIN_DEGREE = GraphDegree.MIN;
  public static final int MAX_DEGREE = GraphDegree.MAX;

  public LeannOptions {
    Arguments.required(givenVectors, "givenVectors");
    Arguments.required(passageVectors, "passageVectors");
    GraphDegree.check(graphDegree);
    if (cachedVectors < 0) {
      throw new IllegalArgumentException(
          "The number of cached vectors must be at least 0, got " + cachedVectors + ".");
    }
  }

  public static LeannOptions defaults() {
    return new LeannOptions(GivenVectors.CHECK, PassageVectors.AUTO, 0, 0);
  }

  public LeannOptions withGivenVectors(GivenVectors givenVectors) {
    return new LeannOptions(givenVectors, passageVectors, graphDegree, cachedVectors);
  }

  public LeannOptions withPassageVectors(PassageVectors passageVectors) {
    return new LeannOptions(givenVectors, passageVectors, graphDegree, cachedVectors);
  }

  public LeannOptions withGraphDegree(int graphDegree) {
    return new LeannOptions(givenVectors, passageVectors, graphDegree, cachedVectors);
  }

  public LeannOptions withCachedVectors(int cachedVectors) {
    return new LeannOptions(givenVectors, passageVectors, graphDegree, cachedVectors);
  }
}
