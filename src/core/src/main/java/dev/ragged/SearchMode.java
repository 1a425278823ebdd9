package dev.ragged;

/** What ranks the hits, and so what {@link Hit#score()} means. */
public enum SearchMode {
  /** Nearness of embeddings; the score is the metric's, see {@link Metric}. */
  VECTOR,
  /** Shared words, by BM25; the score is BM25's, 0 or more. */
  LEXICAL,
  /**
   * Both, by reciprocal rank fusion (Cormack et al., SIGIR 2009): the score is the sum over both
   * rankings of 1 / (60 + rank).
   */
  HYBRID
}
