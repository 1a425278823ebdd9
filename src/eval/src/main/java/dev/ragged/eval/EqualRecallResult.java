package dev.ragged.eval;

import java.util.List;

/**
 * What a contender takes to reach each of several recalls.
 *
 * @param indexSeconds time to build the index, without embedding the passages
 * @param points one per recall
 */
public record EqualRecallResult(
    String name,
    String version,
    int passages,
    double indexSeconds,
    Contender.Footprint footprint,
    List<Point> points) {

  public EqualRecallResult {
    points = List.copyOf(points);
  }

  /**
   * The least effort that reached a recall, or the one that came nearest.
   *
   * @param target the recall to reach
   * @param reached whether it was
   * @param setting of the search
   * @param recall that was found, over {@code questions} of them
   * @param recomputed passages re-embedded per question, mean
   * @param timed number of answers that were timed
   * @param searchMillis median time of an answer without embedding the question; NaN if unknown
   * @param answerMillis the same with it, which takes the same time for all that do not embed it
   *     unseen
   */
  public record Point(
      double target,
      boolean reached,
      String setting,
      double recall,
      int questions,
      double recomputed,
      int timed,
      double searchMillis,
      double answerMillis) {

    /**
     * What contenders are compared by: the search, since embedding the question is the same for
     * all; the answer where the search is not known.
     */
    double comparedMillis() {
      return Double.isNaN(searchMillis) ? answerMillis : searchMillis;
    }
  }

  /** The same with the memory of the process that it ran in, if it had none of its own. */
  public EqualRecallResult withMemory(long bytes, String kind) {
    Contender.Footprint used =
        footprint.memoryBytes() >= 0
            ? footprint
            : new Contender.Footprint(footprint.bytes(), bytes, kind);
    return new EqualRecallResult(name, version, passages, indexSeconds, used, points);
  }

  /** Bytes per passage that vector search needs. */
  public double vectorBytes() {
    return (double) footprint.bytes().getOrDefault("vectors", 0L) / passages;
  }

  /** Bytes per passage of everything on disk. */
  public double totalBytes() {
    return (double) footprint.total() / passages;
  }
}
