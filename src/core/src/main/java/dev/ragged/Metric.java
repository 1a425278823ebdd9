package dev.ragged;

/** How similar two vectors are. Scores are the same on every backend; higher is nearer. */
public enum Metric {
  /** Cosine of the angle, -1 to 1 (Chroma's {@code cosine} distance is 1 - score). */
  COSINE,
  /** Inner product (Chroma's {@code ip} distance is 1 - score). */
  DOT_PRODUCT,
  /** Negative squared Euclidean distance (Chroma's {@code l2} distance is -score). */
  EUCLIDEAN
}
