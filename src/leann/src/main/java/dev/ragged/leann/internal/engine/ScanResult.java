package dev.ragged.leann.internal.engine;

/**
 * What a search of codes or of a graph found, best first.
 *
 * @param ids rows of the codes, or whatever the caller maps them to in place
 * @param scores estimated cosines, or what the graph compares by, as many as ids
 * @param scored how many were looked at for it
 */
public record ScanResult(int[] ids, float[] scores, long scored) {
  /** Nothing. */
  public static final ScanResult EMPTY = new ScanResult(new int[0], new float[0], 0);

  public int size() {
    return ids.length;
  }
}
