package dev.ragged.leann.engine;

/**
 * What a scan found, best first.
 *
 * @param ids rows of the codes, or whatever the caller maps them to in place
 * @param scores estimated cosines, as many as ids
 */
public record ScanResult(int[] ids, float[] scores) {
  /** Nothing. */
  public static final ScanResult EMPTY = new ScanResult(new int[0], new float[0]);

  public int size() {
    return ids.length;
  }
}
