package dev.ragged.embed;

import dev.ragged.RaggedException;

/** Vectors of unit length. */
final class UnitVectors {
  private UnitVectors() {}

  /** Scales a vector in place and returns it. */
  static float[] normalise(float[] vector) {
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    if (!(squares > 0) || !Double.isFinite(squares)) {
      throw new RaggedException(
          "The model returned a zero or infinite vector; use another embedding model.");
    }
    double scale = 1 / Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * scale);
    }
    return vector;
  }
}
