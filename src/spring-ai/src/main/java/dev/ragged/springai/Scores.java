package dev.ragged.springai;

import dev.ragged.SearchMode;
import dev.ragged.VectorCollection;
import java.util.function.DoubleUnaryOperator;
import org.springframework.ai.vectorstore.SearchRequest;

/** What Spring AI's similarities are, and its thresholds. */
record Scores(DoubleUnaryOperator similarity, DoubleUnaryOperator score) {
  static Scores of(VectorCollection collection, SearchMode mode) {
    return new Scores(score -> Math.max(-1, Math.min(1, score)), threshold -> threshold);
  }

  double similarity(double score) {
    return similarity.applyAsDouble(score);
  }

  /** The least score with this similarity. */
  double least(double threshold) {
    return threshold == SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL
        ? Double.NEGATIVE_INFINITY
        : score.applyAsDouble(threshold);
  }
}
