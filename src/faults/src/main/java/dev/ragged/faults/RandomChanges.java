package dev.ragged.faults;

import dev.ragged.CollectionSpec;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** Changes of several collections through the API, drawn at random; a seed always draws alike. */
final class RandomChanges {
  private static final int CHANGES = 24;
  private static final int IDS = 12;
  private static final List<String> NAMES = List.of("alpha", "beta", "gamma");

  /** A batch from which a coder is learned when the collection closes. */
  private static final int MANY = 1_100;

  private final Random random;
  private final boolean many;
  private final TreeSet<String> there = new TreeSet<>();

  private RandomChanges(long seed) {
    this.random = new Random(seed);
    this.many = seed % 4 == 0;
  }

  static RandomChanges of(long seed) {
    return new RandomChanges(seed);
  }

  /**
   * Makes the changes.
   *
   * @param data the data directory
   * @param mark told how many changes have returned
   */
  void run(Path data, IntConsumer mark) {
    try (VectorStore store = State.store(data)) {
      for (int i = 1; i <= CHANGES; i++) {
        change(store, i);
        mark.accept(i);
      }
    }
  }

  private void change(VectorStore store, int number) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    int dice = random.nextInt(100);
    if (!there.contains(name)) {
      store.create(new CollectionSpec(name, Metric.COSINE, SmallModel.DIMENSION)).close();
      there.add(name);
    } else if (dice < 8) {
      store.drop(name);
      there.remove(name);
    } else if (dice < 16) {
      String free = NAMES.stream().filter(other -> !there.contains(other)).findFirst().orElse(null);
      if (free != null) {
        store.rename(name, free);
        there.remove(name);
        there.add(free);
      }
    } else {
      // Left open at times, so that writers stay and other collections change meanwhile.
      VectorCollection collection = store.open(name);
      change(collection, dice, number);
      if (random.nextInt(3) > 0) {
        collection.close();
      }
    }
  }

  private void change(VectorCollection collection, int dice, int number) {
    if (dice < 70) {
      int count = many && number == CHANGES / 2 ? MANY : 1 + random.nextInt(4);
      collection.upsert(passages(count));
    } else if (dice < 80) {
      collection.replace(Selection.ids(ids(3)), passages(1 + random.nextInt(3)));
    } else if (dice < 93) {
      collection.delete(Selection.ids(ids(2)));
    } else {
      collection.compact();
    }
  }

  private List<String> ids(int count) {
    TreeSet<String> ids = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      ids.add("id" + random.nextInt(count > IDS ? 2 * count : IDS));
    }
    return List.copyOf(ids);
  }

  private List<Passage> passages(int count) {
    List<Passage> passages = new ArrayList<>();
    int version = random.nextInt();
    for (String id : ids(count)) {
      float[] vector = new float[SmallModel.DIMENSION];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      passages.add(new Passage(id, id + " version " + version, Metadata.EMPTY, vector));
    }
    return passages;
  }
}
