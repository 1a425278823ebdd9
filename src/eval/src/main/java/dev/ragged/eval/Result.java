package dev.ragged.eval;

/**
 * The measurements of one variant of a contender.
 *
 * @param questions number of questions asked
 * @param recall against exact search
 * @param labels null for data sets without relevance labels
 * @param indexSeconds time to build the index
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

  /** Metrics against relevance labels; the first two at 10. */
  public record Labels(double ndcg, double reciprocalRank, double precision) {}

  /** Times by stage. */
  public record Millis(Spread embedQuery, Spread scan, Spread recompute, Spread total) {}
}
