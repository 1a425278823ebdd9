package dev.ragged;

/** How similar two vectors are. Scores are the same on every backend; higher is nearer. */
public enum Metric {
  /** Cosine of the angle, -1 to 1. */
  COSINE,
  /** Inner product. */
  DOT_PRODUCT,
  /** Negative squared Euclidean distance. */
  EUCLIDEAN
}
