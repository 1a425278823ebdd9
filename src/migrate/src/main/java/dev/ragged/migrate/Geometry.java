package dev.ragged.migrate;

import dev.ragged.Metric;

/** Arithmetic on vectors, in double precision. */
final class Geometry {
  /** Tolerance for rounding of float32 vectors that one side has normalised. */
  private static final double EQUAL_TOLERANCE = 1e-5;

  private static final double UNIT_TOLERANCE = 1e-3;

  private Geometry() {}

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static double norm(float[] a) {
    return Math.sqrt(dot(a, a));
  }

  static boolean isUnit(float[] a) {
    return Math.abs(norm(a) - 1) <= UNIT_TOLERANCE;
  }

  /** The cosine; 0 for vectors without an angle, of zero length or different dimensions. */
  static double cosine(float[] a, float[] b) {
    if (a.length != b.length) {
      return 0;
    }
    double norms = norm(a) * norm(b);
    return norms == 0 ? 0 : dot(a, b) / norms;
  }

  /** The score as stores compute it. */
  static double score(Metric metric, float[] a, float[] b) {
    return switch (metric) {
      case COSINE -> cosine(a, b);
      case DOT_PRODUCT -> dot(a, b);
      case EUCLIDEAN -> -squaredDistance(a, b, 1, 1);
    };
  }

  private static double squaredDistance(float[] a, float[] b, double scaleA, double scaleB) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] * scaleA - b[i] * scaleB;
      sum += difference * difference;
    }
    return sum;
  }

  /** Whether two vectors are the same to a metric, except for rounding. */
  static boolean same(Metric metric, float[] a, float[] b) {
    if (a.length != b.length) {
      return false;
    }
    double normA = norm(a);
    double normB = norm(b);
    if (normA == 0 || normB == 0) {
      return normA == normB;
    }
    boolean directionOnly = metric == Metric.COSINE;
    double distance =
        squaredDistance(a, b, directionOnly ? 1 / normA : 1, directionOnly ? 1 / normB : 1);
    double size = directionOnly ? 1 : Math.max(normA, normB);
    return Math.sqrt(distance) <= EQUAL_TOLERANCE * size;
  }
}
