package dev.ragged.bench;

import dev.ragged.Batch;
import dev.ragged.CollectionSpec;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What a thousand passages cost by one add, by single adds in a batch and by single adds alone.
 * Their vectors are given, so that no embedding hides the difference.
 */
public final class WriteBenchmark {
  private static final int PASSAGES = 1_000;
  private static final int DIMENSION = 384;
  private static final int ROUNDS = 3;

  private WriteBenchmark() {}

  public static void main(String[] args) {
    List<Passage> passages = passages();
    try (VectorStore store = LeannVectorStore.open(Path.of(args[0]), null)) {
      System.out.println("| 1,000 passages | ms | relative |");
      System.out.println("| --- | --- | --- |");
      millis(store, 1, collection -> collection.add(passages)); // warms up
      double once = millis(store, ROUNDS, collection -> collection.add(passages));
      row("one add", once, once);
      row(
          "single adds in a batch",
          millis(store, ROUNDS, collection -> batched(collection, passages)),
          once);
      row(
          "single adds",
          millis(store, 1, collection -> passages.forEach(one -> collection.add(List.of(one)))),
          once);
    }
  }

  private static List<Passage> passages() {
    Random random = new Random(1);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      float[] vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      String text = "passage " + i + " is about subject " + random.nextInt(50);
      passages.add(new Passage("p" + i, text, Metadata.of("n", i), vector));
    }
    return passages;
  }

  private static void batched(VectorCollection collection, List<Passage> passages) {
    try (Batch batch = collection.batch()) {
      passages.forEach(one -> batch.add(List.of(one)));
      batch.commit();
    }
  }

  /**
   * The best of some rounds, into a new collection each time; closing it, which settles its codes,
   * is not counted.
   */
  private static double millis(VectorStore store, int rounds, Consumer<VectorCollection> write) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      store.drop("writes");
      try (VectorCollection collection = store.create(CollectionSpec.of("writes", DIMENSION))) {
        long start = System.nanoTime();
        write.accept(collection);
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
      }
    }
    store.drop("writes");
    return best;
  }

  private static void row(String what, double millis, double once) {
    System.out.printf(Locale.ROOT, "| %s | %,.0f | %.2f |%n", what, millis, millis / once);
  }
}
