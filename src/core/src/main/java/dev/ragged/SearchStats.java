package dev.ragged;

/**
 * What a search cost.
 *
 * @param candidates passages that the scan selected by their codes
 * @param recomputed candidates whose text was re-embedded for an exact score
 * @param expectedRecall the share of the exact top k that the search itself expects among its hits,
 *     0 to 1; not a number where the backend does not say. A lexical search is always exact
 * @param embedQueryNanos time to embed the question
 * @param scanNanos time for filter, scan of the codes and lexical search
 * @param recomputeNanos time to read candidates' texts and embed them
 * @param totalNanos time from call to answer
 */
public record SearchStats(
    int candidates,
    int recomputed,
    double expectedRecall,
    long embedQueryNanos,
    long scanNanos,
    long recomputeNanos,
    long totalNanos) {}
