package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;

/** Decides which segments get a graph beside their codes. */
@FunctionalInterface
public interface SegmentGraphs {

  /** No segment gets one. */
  SegmentGraphs NONE = (coder, codes) -> 0;

  /**
   * The degree of the graph of a segment being written, or 0 for none.
   *
   * @param coder its codes' coder
   * @param codes their number
   */
  int degree(Coder coder, int codes);
}
