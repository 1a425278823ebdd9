package dev.ragged;

/** What a backend may offer beyond the core of the contract. */
public enum Capability {
  /** Keeps no embeddings: re-embeds candidates from their text, so it needs an embedder. */
  RECOMPUTE,
  /** {@link SearchMode#LEXICAL}. */
  LEXICAL_SEARCH,
  /** {@link SearchMode#HYBRID}. */
  HYBRID_SEARCH,
  /** {@link VectorCollection#replace} and every write of one call is one atomic, durable change. */
  ATOMIC_WRITES,
  /** {@link Metric#COSINE}. */
  COSINE,
  /** {@link Metric#DOT_PRODUCT}. */
  DOT_PRODUCT,
  /** {@link Metric#EUCLIDEAN}. */
  EUCLIDEAN
}
