package dev.ragged;

/** What a backend may offer beyond the core of the contract. */
public enum Capability {
  /**
   * Stores no embeddings, unless {@link CollectionInfo#keptVectorBytes()} says that a collection
   * does: re-embeds candidates from their text, so it needs an embedder.
   */
  RECOMPUTE,
  /** {@link SearchMode#LEXICAL}. */
  LEXICAL_SEARCH,
  /** {@link SearchMode#HYBRID}. */
  HYBRID_SEARCH,
  /**
   * {@link VectorCollection#replace} and every write of one call is one atomic change. Without it a
   * write that fails halfway leaves each passage either old or new, never mixed; repeating the call
   * as an upsert completes it.
   */
  ATOMIC_WRITES,
  /** One writer at a time: a second one gets {@link CollectionLockedException}. */
  WRITER_LOCK,
  /** The bytes that a vector takes can be chosen, see {@link VectorStore#recodeVectors}. */
  VECTOR_BYTES,
  /** {@link StorageStats#bytes()} is known. */
  BYTES_ON_DISK,
  /** {@link Metric#COSINE}. */
  COSINE,
  /** {@link Metric#DOT_PRODUCT}. */
  DOT_PRODUCT,
  /** {@link Metric#EUCLIDEAN}. */
  EUCLIDEAN
}
