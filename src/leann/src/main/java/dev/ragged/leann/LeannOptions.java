package dev.ragged.leann;

import dev.ragged.Arguments;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Metric;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.GraphDegree;
import dev.ragged.leann.internal.storage.Words;
import java.time.Duration;

/**
 * How a {@link LeannVectorStore} writes and searches.
 *
 * @param givenVectors what to do with a vector that comes together with its text; default {@link
 *     GivenVectors#CHECK}
 * @param bytesPerVector what the vectors of new collections take; default {@link
 *     BytesPerVector#AUTO}
 * @param graphDegree neighbours of a passage (HNSW's M) in the graph that new collections keep
 *     besides their codes, {@value #MIN_DEGREE} to {@value #MAX_DEGREE}; 0, the default, for no
 *     graph: a search then scans all codes, which is faster up to hundreds of thousands of them
 * @param cacheBytes how much memory the vectors may take that searches make from texts and that
 *     stay for later ones, see {@link dev.ragged.VectorStore#cache()}; 0, the default, for none.
 *     For long-running processes that answer many questions. With a cache, vectors are rounded to
 *     16 bits a value, which changes a score by some millionths. {@link
 *     dev.ragged.SearchStats#recomputed()} does not count cached vectors
 * @param idleLock how long a collection keeps its writer's lock after a write, so that the next one
 *     need not take it again; default 10 seconds. Then others may write, and new codes have settled
 */
public record LeannOptions(
    GivenVectors givenVectors,
    BytesPerVector bytesPerVector,
    int graphDegree,
    long cacheBytes,
    Duration idleLock) {
  /** The smallest number of links of a graph. */
  public static final int MIN_DEGREE = GraphDegree.MIN;

  /** The largest number of links of a graph. */
  public static final int MAX_DEGREE = GraphDegree.MAX;

  /**
   * Checks the options.
   *
   * @param givenVectors as the record says
   * @param bytesPerVector as the record says
   * @param graphDegree as the record says
   * @param cacheBytes as the record says
   * @param idleLock as the record says
   * @throws IllegalArgumentException if a number or the time is out of its range
   */
  public LeannOptions {
    Arguments.required(givenVectors, "givenVectors");
    Arguments.required(bytesPerVector, "bytesPerVector");
    Arguments.required(idleLock, "idleLock");
    GraphDegree.check(graphDegree);
    if (cacheBytes < 0) {
      throw new IllegalArgumentException(
          "The bytes of the cache must be at least 0, got " + cacheBytes + ".");
    }
    if (idleLock.isNegative() || idleLock.isZero()) {
      throw new IllegalArgumentException(
          "The time that an idle lock is kept must be positive, got " + idleLock + ".");
    }
  }

  /**
   * Given vectors checked, vectors small unless embedding is costly, no graph, no cache.
   *
   * @return the defaults of the record
   */
  public static LeannOptions defaults() {
    return new LeannOptions(GivenVectors.CHECK, BytesPerVector.AUTO, 0, 0, Duration.ofSeconds(10));
  }

  /**
   * The same options with another value of this one.
   *
   * @param givenVectors what becomes of vectors that callers give
   * @return options of which all else is the same
   */
  public LeannOptions withGivenVectors(GivenVectors givenVectors) {
    return new LeannOptions(givenVectors, bytesPerVector, graphDegree, cacheBytes, idleLock);
  }

  /**
   * The same options with another value of this one.
   *
   * @param bytesPerVector what the vectors of new collections take
   * @return options of which all else is the same
   */
  public LeannOptions withBytesPerVector(BytesPerVector bytesPerVector) {
    return new LeannOptions(givenVectors, bytesPerVector, graphDegree, cacheBytes, idleLock);
  }

  /**
   * The same options with another value of this one.
   *
   * @param graphDegree links of a passage in the graph, or 0
   * @return options of which all else is the same
   */
  public LeannOptions withGraphDegree(int graphDegree) {
    return new LeannOptions(givenVectors, bytesPerVector, graphDegree, cacheBytes, idleLock);
  }

  /**
   * The same options with another value of this one.
   *
   * @param cacheBytes memory for vectors, at least 0
   * @return options of which all else is the same
   */
  public LeannOptions withCacheBytes(long cacheBytes) {
    return new LeannOptions(givenVectors, bytesPerVector, graphDegree, cacheBytes, idleLock);
  }

  /**
   * The same options with another value of this one.
   *
   * @param idleLock how long the lock is kept after a write, more than 0
   * @return options of which all else is the same
   */
  public LeannOptions withIdleLock(Duration idleLock) {
    return new LeannOptions(givenVectors, bytesPerVector, graphDegree, cacheBytes, idleLock);
  }

  /**
   * The settings of a new collection.
   *
   * @param dimension 0 for the model's
   * @param embedder the model, or null
   */
  CollectionSettings settings(String name, Metric metric, int dimension, Embedder embedder) {
    boolean own =
        embedder != null && (dimension == 0 || dimension == embedder.identity().dimension());
    int values = dimension == 0 ? embedder.identity().dimension() : dimension;
    return new CollectionSettings(
        name,
        metric,
        values,
        own ? embedder.identity() : null,
        graphDegree,
        Words.LATEST,
        bytesPerVector.resolve(values, own, embedder));
  }

  /**
   * The settings of a collection once its vectors are as new ones have them.
   *
   * @param embedder the collection's model, or null
   * @return null if they are so already
   */
  CollectionSettings recoded(CollectionSettings now, Embedder embedder) {
    boolean texts = now.model() != null;
    CollectionSettings recoded =
        now.withVectors(bytesPerVector.resolve(now.dimension(), texts, embedder));
    boolean same =
        recoded.codeBytes() == now.codeBytes() && recoded.keepsVectors() == now.keepsVectors();
    return same ? null : recoded;
  }
}
