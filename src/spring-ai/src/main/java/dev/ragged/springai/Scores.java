package dev.ragged.springai;

import dev.ragged.Metric;
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.VectorCollection;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.SearchRequest;

/**
 * The similarities of documents, and thresholds on them: cosines as they are, as Spring AI's other
 * stores have them, and all other scores on a scale from 0 to 1.
 *
 * @param scale null for cosines
 */
record Scores(@Nullable ScoreScale scale) {
  static Scores of(VectorCollection collection, Metric metric, SearchMode mode) {
    boolean cosines = mode == SearchMode.VECTOR && metric == Metric.COSINE;
    return new Scores(cosines ? null : collection.scale(mode));
  }

  double similarity(double score) {
    return scale == null ? score : scale.toUnit(score);
  }

  /** The least score that reaches a threshold. */
  double least(double threshold) {
    if (threshold == SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL) {
      return Double.NEGATIVE_INFINITY;
    }
    return scale == null ? threshold : scale.fromUnit(threshold);
  }
}
