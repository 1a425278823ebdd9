package dev.ragged.eval;

import java.util.Locale;

/** What is measured of the answer to a question whose right passages are known. */
public enum LabelMeasure {
  /** Normalised discounted cumulative gain of the first ten, see {@link Metrics#ndcg}. */
  NDCG_10("nDCG@10"),
  /** The share of the right passages among the first ten. */
  RECALL_10("recall@10"),
  /** The share of the right passages among the first hundred; NaN if so many were not asked for. */
  RECALL_100("recall@100"),
  /** The reciprocal rank of the first right passage among the first ten. */
  MRR_10("MRR@10"),
  /** Whether the first passage is right. */
  HIT_1("hit@1"),
  /** Whether one of the first three is right. */
  HIT_3("hit@3"),
  /** Passages re-embedded to find the ten that were judged. */
  RECOMPUTED("recomputed"),
  /** Passages re-embedded when three are asked for, which is what people see by default. */
  RECOMPUTED_3("recomputed for 3");

  private final String title;

  LabelMeasure(String title) {
    this.title = title;
  }

  /** The name for people. */
  String title() {
    return title;
  }

  /** Whether it counts passages, rather than being a share between 0 and 1. */
  boolean isCount() {
    return this == RECOMPUTED || this == RECOMPUTED_3;
  }

  /** The name in JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
