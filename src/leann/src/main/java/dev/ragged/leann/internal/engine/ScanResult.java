package dev.ragged.leann.internal.engine;

/**
 * The result of a search over codes or a graph, best first.
 *
 * @param ids rows of the codes; callers may map them in place
 * @param scores estimated cosines, or the graph's own scores, as many as ids
 * @param scored number of codes or nodes that were scored
 */
public record ScanResult(int[] ids, float[] scores, long scored) {
  /** No results. */
  public static final ScanResult EMPTY = new ScanResult(new int[0], new float[0], 0);

  public int size() {
    return ids.length;
  }
}
