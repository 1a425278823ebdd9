package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.eval.WrappedModel;
import java.util.List;
import java.util.Random;

/**
 * A model whose vectors are random, seeded by a hash of the text: for measurements of all that does
 * not depend on vectors. It cuts texts as the model does that it wraps.
 */
final class HashedVectors extends WrappedModel {
  HashedVectors(Embedder model) {
    super(model);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(this::vector).toList();
  }

  private float[] vector(String text) {
    Random random = new Random(text.hashCode());
    float[] vector = new float[identity().dimension()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
