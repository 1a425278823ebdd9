package dev.ragged;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A search. Start with {@link #text(String)} or {@link #vector(float[])}; each {@code with} method
 * returns a changed copy.
 *
 * @param text the question, or null if a vector is given
 * @param vector the question's embedding, or null to have the text embedded
 * @param k maximum number of hits, 1 to {@value #MAX_K}; default 3
 * @param filter applied before the search; default {@link Filter#all()}
 * @param mode default {@link SearchMode#AUTO}; lexical and hybrid search need a text
 * @param recallTarget the expected share of the exact top k among the hits, greater than 0 and at
 *     most 1; default 0.95. A higher target re-embeds more passages; 1 re-embeds all candidates.
 * @param searchComplexity maximum number of candidates to re-embed, at least k; default {@value
 *     #DEFAULT_SEARCH_COMPLEXITY}. Where vectors are kept, the number of candidates to look at
 * @param minScore hits below this score are left out, on the scale of the mode; the search stops as
 *     soon as no other passage can be expected to reach it. {@link VectorCollection#scale} makes
 *     one of a number from 0 to 1. Default: negative infinity
 * @param vectors whether hits are to have their vectors, see {@link Hit#vector()}; default false
 * @param within how long it may take, more than 0; then it answers with what it knows, and hits may
 *     have estimated scores, see {@link Hit#exact()}. Embedding the question is not cut short, nor
 *     is what a backend does in one request. Default: null, no limit
 */
public record SearchRequest(
    @Nullable String text,
    float @Nullable [] vector,
    int k,
    Filter filter,
    SearchMode mode,
    double recallTarget,
    int searchComplexity,
    double minScore,
    boolean vectors,
    @Nullable Duration within) {

  /** Maximum number of hits of one search. */
  public static final int MAX_K = 10_000;

  /** Default maximum number of candidates to re-embed in one search. */
  public static final int DEFAULT_SEARCH_COMPLEXITY = 256;

  /**
   * Checks everything that needs no collection.
   *
   * @param filter as above
   * @param mode as above
   * @param text as above
   * @param vector as above
   * @param k as above
   * @param recallTarget as above
   * @param searchComplexity as above
   * @param minScore as above
   * @param vectors as above
   * @param within as above
   * @throws IllegalArgumentException if no search can be like this
   */
  public SearchRequest {
    Arguments.required(filter, "filter");
    Arguments.required(mode, "mode");
    if (text == null && vector == null) {
      throw new IllegalArgumentException("A search needs a text or a vector; give one of them.");
    }
    if (text == null && (mode == SearchMode.LEXICAL || mode == SearchMode.HYBRID)) {
      throw new IllegalArgumentException(
          "A lexical or hybrid search needs a text; give one or search by vector.");
    }
    if (text != null && text.isBlank()) {
      throw new IllegalArgumentException("The question is empty; ask something.");
    }
    if (k < 1 || k > MAX_K) {
      throw new IllegalArgumentException("k must be between 1 and " + MAX_K + ", got " + k + ".");
    }
    if (!(recallTarget > 0 && recallTarget <= 1)) {
      throw new IllegalArgumentException(
          "The recall target must be greater than 0 and at most 1, got " + recallTarget + ".");
    }
    if (searchComplexity < 1) {
      throw new IllegalArgumentException(
          "The search complexity must be at least 1, got " + searchComplexity + ".");
    }
    if (Double.isNaN(minScore)) {
      throw new IllegalArgumentException("The minimum score must be a number.");
    }
    if (within != null && (within.isZero() || within.isNegative())) {
      throw new IllegalArgumentException(
          "The time for a search must be more than 0, got " + within.toMillis() + " ms.");
    }
    searchComplexity = Math.max(searchComplexity, k);
  }

  /**
   * A search by text, with the defaults.
   *
   * @param text the question
   * @return the request
   */
  public static SearchRequest text(String text) {
    return new SearchRequest(
        Arguments.required(text, "text"),
        null,
        3,
        Filter.all(),
        SearchMode.AUTO,
        0.95,
        DEFAULT_SEARCH_COMPLEXITY,
        Double.NEGATIVE_INFINITY,
        false,
        null);
  }

  /**
   * A search by embedding, with the defaults.
   *
   * @param vector the question's embedding, of the collection's dimension
   * @return the request
   */
  public static SearchRequest vector(float[] vector) {
    return new SearchRequest(
        null,
        Arguments.required(vector, "vector"),
        3,
        Filter.all(),
        SearchMode.AUTO,
        0.95,
        DEFAULT_SEARCH_COMPLEXITY,
        Double.NEGATIVE_INFINITY,
        false,
        null);
  }

  /**
   * At most so many hits.
   *
   * @param k 1 to {@value #MAX_K}
   * @return a changed copy
   */
  public SearchRequest withK(int k) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * Among the passages that a filter matches.
   *
   * @param filter applied before the search
   * @return a changed copy
   */
  public SearchRequest withFilter(Filter filter) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * Ranked in another way.
   *
   * @param mode what ranks the hits
   * @return a changed copy
   */
  public SearchRequest withMode(SearchMode mode) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * Aiming for another share of the exact top k.
   *
   * @param recallTarget greater than 0 and at most 1
   * @return a changed copy
   */
  public SearchRequest withRecallTarget(double recallTarget) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * Re-embedding at most so many candidates.
   *
   * @param searchComplexity at least 1; counts as k if it is less
   * @return a changed copy
   */
  public SearchRequest withSearchComplexity(int searchComplexity) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * Without hits below a score.
   *
   * @param minScore on the scale of the mode, see {@link VectorCollection#scale}
   * @return a changed copy
   */
  public SearchRequest withMinScore(double minScore) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * With or without the vectors of the hits. Those that the search has made or read anyway cost
   * nothing more; after a lexical search they are obtained as {@link VectorCollection#embeddings}
   * does.
   *
   * @param vectors whether hits are to have them
   * @return a changed copy
   */
  public SearchRequest withVectors(boolean vectors) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }

  /**
   * Answering in time rather than exactly.
   *
   * @param within more than 0; null for no limit
   * @return a changed copy
   */
  public SearchRequest withWithin(@Nullable Duration within) {
    return new SearchRequest(
        text, vector, k, filter, mode, recallTarget, searchComplexity, minScore, vectors, within);
  }
}
