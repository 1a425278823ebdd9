package dev.ragged.eval;

/**
 * What was measured of one way to ask a contender.
 *
 * @param questions that it was asked
 * @param recall against exact search
 * @param labels null where it is not known what is relevant
 * @param indexSeconds making the index
 */
public record Result(
    String name,
    String version,
    int questions,
    double recall,
    Labels labels,
    Spread recomputed,
    Millis millis,
    double indexSeconds,
    Contender.Footprint footprint) {

  /** Against what is known to be relevant; the first two at 10. */
  public record Labels(double ndcg, double reciprocalRank, double precision) {}

  /** By stage. */
  public record Millis(Spread embedQuery, Spread scan, Spread recompute, Spread total) {}
}
