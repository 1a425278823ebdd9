package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.eval.WrappedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A model with any number of texts and negligible cost. It combines real embeddings: a vector plus
 * 0.6 times the difference of two others, so that the results vary as real ones do. Each text
 * begins with a number, which determines its vector.
 */
final class TiledModel extends WrappedModel {
  private static final float SPREAD = 0.6f;
  private static final int TEXT_LENGTH = 120;

  private final EmbeddedDocuments real;
  private final ModelIdentity identity;
  private final int[] order;
  private final AtomicLong nanos = new AtomicLong();

  private TiledModel(
      Embedder model, EmbeddedDocuments real, ModelIdentity identity, List<Integer> order) {
    super(model);
    this.real = real;
    this.identity = identity;
    this.order = order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> components(Embedder model) {
    return IntStream.range(0, model.identity().dimension()).boxed().toList();
  }

  /** A model whose vectors resemble those of the model that made the real ones. */
  static TiledModel like(Embedder model, EmbeddedDocuments real) {
    return new TiledModel(model, real, model.identity(), components(model));
  }

  /** A model without a shipped coder: reorders the components, which keeps all angles. */
  static TiledModel unlike(Embedder model, EmbeddedDocuments real) {
    List<Integer> order = new ArrayList<>(components(model));
    Collections.shuffle(order, new Random(1));
    ModelIdentity identity = new ModelIdentity("shuffled", order.size(), "shuffled");
    return new TiledModel(model, real, identity, order);
  }

  String text(int number) {
    SplittableRandom random = new SplittableRandom(number);
    String whole = real.texts().get(random.nextInt(real.texts().size()));
    int start = random.nextInt(Math.max(1, whole.length() - TEXT_LENGTH));
    return number + " " + TextPiece.of(whole, start, start + TEXT_LENGTH);
  }

  float[] vector(int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<float[]> vectors = real.vectors();
    float[] a = vectors.get(random.nextInt(vectors.size()));
    float[] b = vectors.get(random.nextInt(vectors.size()));
    float[] c = vectors.get(random.nextInt(vectors.size()));
    float[] result = new float[order.length];
    double squares = 0;
    for (int i = 0; i < result.length; i++) {
      int from = order[i];
      result[i] = a[from] + SPREAD * (b[from] - c[from]);
      squares += result[i] * result[i];
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < result.length; i++) {
      result[i] *= scale;
    }
    return result;
  }

  /** The vectors of the first questions. */
  List<float[]> questions(int count) {
    return real.questionVectors().subList(0, count).stream().map(this::reordered).toList();
  }

  private float[] reordered(float[] vector) {
    float[] result = new float[order.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = vector[order[i]];
    }
    return result;
  }

  /** Time spent making vectors so far. */
  long nanos() {
    return nanos.get();
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    long start = System.nanoTime();
    List<float[]> vectors =
        texts.stream()
            .map(text -> vector(Integer.parseInt(text.substring(0, text.indexOf(' ')))))
            .toList();
    nanos.addAndGet(System.nanoTime() - start);
    return vectors;
  }
}
