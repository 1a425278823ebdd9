package dev.ragged.leann.internal.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

  /**
   * The best of several searches over parts of the same rows, in ascending order of them.
   *
   * @param top maximum number of results
   * @param scored of all together
   */
  static ScanResult best(List<ScanResult> parts, int top, long scored) {
    record Found(int id, float score) {}
    List<Found> all = new ArrayList<>();
    for (ScanResult part : parts) {
      for (int i = 0; i < part.size(); i++) {
        all.add(new Found(part.ids[i], part.scores[i]));
      }
    }
    all.sort(Comparator.comparingDouble(one -> -one.score())); // stable: ties by lower row
    int size = Math.min(top, all.size());
    ScanResult best = new ScanResult(new int[size], new float[size], scored);
    for (int i = 0; i < size; i++) {
      best.ids[i] = all.get(i).id();
      best.scores[i] = all.get(i).score();
    }
    return best;
  }
}
