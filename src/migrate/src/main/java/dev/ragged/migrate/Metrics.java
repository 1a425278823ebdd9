package dev.ragged.migrate;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.Metric;
import java.util.Locale;
import java.util.Set;

/** Whether a target ranks as the source does. */
final class Metrics {
  private Metrics() {}

  /** The metric to create the target's collection with: the source's own where there is one. */
  static Metric choose(Metric source, Set<Capability> target) {
    return target.contains(Capability.valueOf(source.name())) ? source : Metric.COSINE;
  }

  /**
   * Vectors of length 1 rank alike by every metric; this one is not of that length.
   *
   * @param metric the target's
   */
  static MigrationException notUnit(
      CollectionInfo source, String id, float[] vector, Metric metric) {
    return new MigrationException(
        MigrationException.Reason.METRIC_LACKING,
        String.format(
            Locale.ROOT,
            "'%s' compares by %s and the target only by %s, which ranks alike for vectors of length"
                + " 1 only, and that of passage '%s' has length %.4g",
            source.name(),
            name(source.metric()),
            name(metric),
            id,
            Geometry.norm(vector)),
        "accept a change of metric if the answers' order may change");
  }

  static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
