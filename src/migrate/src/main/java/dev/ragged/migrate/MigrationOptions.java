package dev.ragged.migrate;

import java.util.Objects;

/**
 * How to migrate; start from {@link #defaults()}.
 *
 * @param vectors default {@link VectorPolicy#AUTO}
 * @param acceptMetricChange go on where the target lacks the source's metric and the change may
 *     reorder answers; default false
 * @param minOverlap the share of answers that both sides must have in common, 0 to 1, or null for
 *     the default: {@value #DEFAULT_MIN_OVERLAP}, and no demand where answers are meant to change,
 *     that is with {@link VectorPolicy#REEMBED} or an accepted change of metric
 * @param questions how many stored vectors to ask both sides for; default {@value
 *     #DEFAULT_QUESTIONS}, 0 for none
 * @param sample how many texts to embed for {@link VectorPolicy#AUTO}; default 64
 * @param pagePassages the most passages read and written at a time; default 500
 */
public record MigrationOptions(
    VectorPolicy vectors,
    boolean acceptMetricChange,
    Double minOverlap,
    int questions,
    int sample,
    int pagePassages) {

  /** The overlap asked for unless something else is. */
  public static final double DEFAULT_MIN_OVERLAP = 0.95;

  /** Five hundred answers: enough to tell 99 % in common from the least that is asked for. */
  public static final int DEFAULT_QUESTIONS = 50;

  private static final int MAX_PAGE = 10_000;

  public MigrationOptions {
    Objects.requireNonNull(vectors, "vectors");
    if (minOverlap != null && !(minOverlap >= 0 && minOverlap <= 1)) {
      throw new IllegalArgumentException("The overlap is 0 to 1; asked for " + minOverlap + ".");
    }
    if (questions < 0) {
      throw new IllegalArgumentException("Questions are 0 or more; asked for " + questions + ".");
    }
    if (sample < 1) {
      throw new IllegalArgumentException(
          "The sample is at least 1 text; asked for " + sample + ".");
    }
    if (pagePassages < 1 || pagePassages > MAX_PAGE) {
      throw new IllegalArgumentException(
          "A page has 1 to 10,000 passages; asked for " + pagePassages + ".");
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
