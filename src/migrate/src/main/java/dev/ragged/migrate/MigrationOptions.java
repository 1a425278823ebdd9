package dev.ragged.migrate;

import java.util.Objects;

/**
 * How to migrate; start from {@link #defaults()}.
 *
 * @param vectors default {@link VectorPolicy#AUTO}
 * @param acceptMetricChange continue even if the target does not support the source's metric and
 *     the change may reorder answers; default false
 * @param minOverlap the share of answers that both sides must have in common, 0 to 1. Null for the
 *     default: {@value #DEFAULT_MIN_OVERLAP}, but none where answers are expected to change, with
 *     {@link VectorPolicy#REEMBED} or an accepted change of metric
 * @param questions how many stored vectors to search both sides for; default {@value
 *     #DEFAULT_QUESTIONS}, 0 for none
 * @param sample how many texts to embed for {@link VectorPolicy#AUTO}; default 64
 * @param pagePassages maximum number of passages read and written at a time; default 500
 */
public record MigrationOptions(
    VectorPolicy vectors,
    boolean acceptMetricChange,
    Double minOverlap,
    int questions,
    int sample,
    int pagePassages) {

  /** The default minimum overlap. */
  public static final double DEFAULT_MIN_OVERLAP = 0.95;

  /** Gives 500 answers, enough to tell an overlap of 99 % from the default minimum. */
  public static final int DEFAULT_QUESTIONS = 50;

  private static final int MAX_PAGE = 10_000;

  public MigrationOptions {
    Objects.requireNonNull(vectors, "vectors");
    if (minOverlap != null && !(minOverlap >= 0 && minOverlap <= 1)) {
      throw new IllegalArgumentException(
          "minOverlap must be between 0 and 1, got " + minOverlap + ".");
    }
    if (questions < 0) {
      throw new IllegalArgumentException("questions must be 0 or more, got " + questions + ".");
    }
    if (sample < 1) {
      throw new IllegalArgumentException("sample must be at least 1, got " + sample + ".");
    }
    if (pagePassages < 1 || pagePassages > MAX_PAGE) {
      throw new IllegalArgumentException(
          "pagePassages must be between 1 and 10000, got " + pagePassages + ".");
    }
  }

  public static MigrationOptions defaults() {
    return new MigrationOptions(VectorPolicy.AUTO, false, null, DEFAULT_QUESTIONS, 64, 500);
  }

  public MigrationOptions withVectors(VectorPolicy vectors) {
    return new MigrationOptions(
        vectors, acceptMetricChange, minOverlap, questions, sample, pagePassages);
  }

  public MigrationOptions withAcceptMetricChange(boolean acceptMetricChange) {
    return new MigrationOptions(
        vectors, acceptMetricChange, minOverlap, questions, sample, pagePassages);
  }

  public MigrationOptions withMinOverlap(Double minOverlap) {
    return new MigrationOptions(
        vectors, acceptMetricChange, minOverlap, questions, sample, pagePassages);
  }

  public MigrationOptions withQuestions(int questions) {
    return new MigrationOptions(
        vectors, acceptMetricChange, minOverlap, questions, sample, pagePassages);
  }

  public MigrationOptions withSample(int sample) {
    return new MigrationOptions(
        vectors, acceptMetricChange, minOverlap, questions, sample, pagePassages);
  }

  public MigrationOptions withPagePassages(int pagePassages) {
    return new MigrationOptions(
        vectors, acceptMetricChange, minOverlap, questions, sample, pagePassages);
  }
}
