package dev.ragged.migrate;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.Metric;
import java.util.Locale;
import java.util.Set;

/** Chooses a metric for the target that ranks as the source's does. */
final class TargetMetric {
  private TargetMetric() {}

  /** The metric for the target's collection: the source's if the target supports it. */
  static Metric choose(Metric source, Set<Capability> target) {
    return target.contains(Capability.valueOf(source.name())) ? source : Metric.COSINE;
  }

  /**
   * The error for a vector that is not of length 1. Only with length 1 do all metrics rank alike.
   *
   * @param metric of the target
   */
  static MigrationException notUnit(
      CollectionInfo source, String id, float[] vector, Metric metric) {
    return new MigrationException(
        MigrationException.Reason.METRIC_UNSUPPORTED,
        String.format(
            Locale.ROOT,
            "'%s' compares vectors by %s but the target only by %s, which ranks the same only for"
                + " vectors of length 1, and the vector of passage '%s' has length %.4g",
            source.name(),
            name(source.metric()),
            name(metric),
            id,
            Geometry.norm(vector)),
        "accept a change of metric if the order of answers may change");
  }

  static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
