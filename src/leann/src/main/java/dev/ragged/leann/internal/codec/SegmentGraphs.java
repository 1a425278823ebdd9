package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;

/** Decides which segments get a graph besides their codes. */
@FunctionalInterface
public interface SegmentGraphs {

  /** No segment gets a graph. */
  SegmentGraphs NONE = (coder, codes) -> 0;

  /**
   * The degree of a new segment's graph, or 0 for none.
   *
   * @param coder the coder of its codes
   * @param codes the number of codes
   */
  int degree(Coder coder, int codes);
}
