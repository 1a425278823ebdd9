package dev.ragged.chroma;

import dev.ragged.Metric;

/** Distances as Chroma defines them, see {@link Metric}. */
final class Distance {
  private Distance() {}

  /** The distance of two vectors of one length; 1 by cosine if one of them is zero. */
  static double of(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    double squared = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
      squared += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return switch (metric) {
      case EUCLIDEAN -> squared;
      case DOT_PRODUCT -> 1 - dot;
      case COSINE -> aa == 0 || bb == 0 ? 1 : 1 - dot / Math.sqrt(aa * bb);
    };
  }

  /** The contract's score of a distance: higher is nearer. */
  static double score(Metric metric, double distance) {
    return switch (metric) {
      case EUCLIDEAN -> -distance;
      case DOT_PRODUCT -> 1 - distance;
      case COSINE -> Math.max(-1, Math.min(1, 1 - distance)); // the server rounds
    };
  }
}
