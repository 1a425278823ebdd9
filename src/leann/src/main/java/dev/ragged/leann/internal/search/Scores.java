package dev.ragged.leann.internal.search;

import dev.ragged.Metric;
import dev.ragged.leann.internal.storage.Vectors;
import org.apache.lucene.util.BytesRef;

/**
 * How near vectors are to a query. Codes and what is estimated from them know cosines only, so a
 * search ranks by <em>likeness</em>: the cosine of a vector of length 1, and for any other vector
 * the cosine that one of length 1 with the same score would have. It grows with the score.
 */
final class Scores {
  /** Of a query of zeros; small enough to add nothing to a score. */
  private static final double LEAST_LENGTH = 1e-30;

  private final Metric metric;
  private final float[] query;
  private final double length;

  /** What its length counts as: 1 if that is near enough, see {@link Vectors#cosine}. */
  private final double countedLength;

  /**
   * @param query of any length
   */
  Scores(Metric metric, float[] query) {
    this.metric = metric;
    this.query = query;
    this.length = Math.max(LEAST_LENGTH, Math.sqrt(Vectors.dot(query, query)));
    this.countedLength = metric == Metric.COSINE && Vectors.isUnit(query) ? 1 : length;
  }

  /** The query with length 1. */
  float[] direction() {
    return Vectors.unit(query);
  }

  /** The likeness of the vector of unit length that compact bytes stand for. */
  double likeness(BytesRef compact) {
    return Math.max(-1, Math.min(1, Vectors.dot(query, compact) / countedLength));
  }

  double likeness(float[] vector) {
    return switch (metric) {
      case COSINE -> Vectors.cosine(query, vector);
      case DOT_PRODUCT -> Vectors.dot(query, vector) / length;
      case EUCLIDEAN ->
          Vectors.dot(query, vector) / length + (1 - Vectors.dot(vector, vector)) / (2 * length);
    };
  }

  /** The score of a likeness, as {@link Metric} defines it. */
  double score(double likeness) {
    return switch (metric) {
      case COSINE -> likeness;
      case DOT_PRODUCT -> likeness * length;
      case EUCLIDEAN -> 2 * length * likeness - length * length - 1;
    };
  }

  /** The likeness that has a score. */
  double likenessOf(double score) {
    return switch (metric) {
      case COSINE -> score;
      case DOT_PRODUCT -> score / length;
      case EUCLIDEAN -> (score + length * length + 1) / (2 * length);
    };
  }
}
