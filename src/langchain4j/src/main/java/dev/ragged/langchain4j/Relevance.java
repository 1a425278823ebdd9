package dev.ragged.langchain4j;

import dev.langchain4j.store.embedding.RelevanceScore;

/** LangChain4j's scores, from 0 to 1. */
final class Relevance {
  /** More than rounding can lose between a score and what it was made of. */
  private static final double ROUNDING = 1e-12;

  private Relevance() {}

  static double of(double score) {
    return RelevanceScore.fromCosineSimilarity(Math.max(-1, Math.min(1, score)));
  }

  /** The least score of ours that can have this relevance. */
  static double score(double relevance) {
    return relevance <= 0 ? Double.NEGATIVE_INFINITY : 2 * relevance - 1 - ROUNDING;
  }
}
