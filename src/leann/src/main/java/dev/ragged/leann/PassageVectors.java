package dev.ragged.leann;

import dev.ragged.Embedder;

/**
 * Where the searches of a new collection have the vectors of texts from. Kept ones take a byte per
 * value.
 */
public enum PassageVectors {
  /** Keeps them if the embedder is {@link Embedder#costly()}. */
  AUTO,
  /** Keeps them. */
  KEEP,
  /** Embeds the texts of the best candidates again. */
  RECOMPUTE;

  /**
   * Whether vectors are kept.
   *
   * @param embedder of the store, or null
   */
  boolean kept(Embedder embedder) {
    return embedder != null && (this == KEEP || (this == AUTO && embedder.costly()));
  }
}
