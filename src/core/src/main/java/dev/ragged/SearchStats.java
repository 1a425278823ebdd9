package dev.ragged;

/**
 * What a search cost.
 *
 * @param candidates passages that the scan ranked by their codes and handed on
 * @param recomputed candidates whose text was embedded again for an exact score
 * @param embedQueryNanos embedding the question
 * @param scanNanos filter, scan of the codes and lexical search
 * @param recomputeNanos reading candidates' texts and embedding them
 * @param totalNanos from call to answer
 */
public record SearchStats(
    int candidates,
    int recomputed,
    long embedQueryNanos,
    long scanNanos,
    long recomputeNanos,
    long totalNanos) {}
