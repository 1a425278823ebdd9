package dev.ragged;

import java.util.Set;

/** What ranks the hits, and so what {@link Hit#score()} means. */
public enum SearchMode {
  /**
   * {@link #HYBRID} if the backend offers it and the search has a text, otherwise {@link #VECTOR}.
   */
  AUTO,
  /** Nearness of embeddings; the score is the metric's, see {@link Metric}. */
  VECTOR,
  /** Shared words, by BM25; the score is BM25's, 0 or more. */
  LEXICAL,
  /**
   * Both in one score: w &middot; cosine + &lambda; &middot; coverage. Coverage is BM25 as a share
   * of the most that it could be for the question, 0 to 1. w says how well the model reads the
   * question, 0 to 1, see {@link Embedder#reading}; below {@link Embedder#LEAST_READING} it counts
   * as 0 and nothing is embedded. &lambda; is a constant of the model, in units of {@link
   * Embedder#spread}. So scores compare between questions and between collections of one model. See
   * the decision "one-score".
   */
  HYBRID;

  /**
   * The mode that this stands for.
   *
   * @param capabilities the backend's
   * @param hasText whether the question is given as a text
   * @return this, unless it is {@link #AUTO}
   */
  public SearchMode resolve(Set<Capability> capabilities, boolean hasText) {
    if (this != AUTO) {
      return this;
    }
    return hasText && capabilities.contains(Capability.HYBRID_SEARCH) ? HYBRID : VECTOR;
  }
}
