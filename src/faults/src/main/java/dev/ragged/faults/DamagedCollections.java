package dev.ragged.faults;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Collections that have every kind of file, to be damaged. */
final class DamagedCollections {
  /** Enough for a learned code to be smaller than a fresh one. */
  static final int DIMENSION = 96;

  static final int GIVEN_DIMENSION = 8;

  /** Stands beside the damaged one and must not change. */
  static final String NEIGHBOUR = "neighbour";

  /** Fresh codes in several compound segments. */
  static final String FRESH = "fresh";

  /** A learned coder, later passages, and deletions. */
  static final String LEARNED = "learned";

  /** Exact vectors, some without text. */
  static final String GIVEN = "given";

  /** A graph; enough passages for it. */
  static final String GRAPH = "graph";

  static final List<String> ALL = List.of(FRESH, LEARNED, GIVEN, GRAPH);

  private static final int ENOUGH_FOR_A_GRAPH = 16_500;

  private DamagedCollections() {}

  static Embedder embedder() {
    return new WordsEmbedder(DIMENSION);
  }

  /** Makes each collection in a store of its own, {@code folder/NAME/NAME}. */
  static void make(List<String> names, Path folder, Random random) throws IOException {
    for (String name : names) {
      Path directory = Files.createDirectories(folder.resolve(name));
      sessions(directory, NEIGHBOUR, random, 0, 3);
      switch (name) {
        case FRESH -> {
          sessions(directory, name, random, 0, 200, 60, 30);
          delete(directory, name, 7, 205, 270);
        }
        case LEARNED -> {
          sessions(directory, name, random, 0, 1_100, 80, 40);
          delete(directory, name, 1, 50, 1_110);
        }
        case GRAPH -> {
          sessions(directory, name, random, 8, ENOUGH_FOR_A_GRAPH, 50);
          delete(directory, name, 3, 5);
        }
        default -> given(directory, random);
      }
      Files.writeString(directory.resolve(name).resolve("writer.txt"), "process 1 since yesterday");
    }
  }

  static VectorStore open(Path directory, int graphDegree) {
    return LeannVectorStore.open(
        directory, embedder(), LeannOptions.defaults().withGraphDegree(graphDegree));
  }

  private static void sessions(
      Path directory, String name, Random random, int graphDegree, int... sizes) {
    int next = 0;
    for (int size : sizes) {
      try (VectorStore store = open(directory, graphDegree);
          VectorCollection collection =
              next == 0 ? store.create(CollectionSpec.of(name)) : store.open(name)) {
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          passages.add(passage(next++, random, graphDegree > 0 ? 3 : 12));
        }
        collection.add(passages);
      }
    }
  }

  private static void delete(Path directory, String name, int... numbers) {
    try (VectorStore store = open(directory, 0);
        VectorCollection collection = store.open(name)) {
      List<String> ids = new ArrayList<>();
      for (int number : numbers) {
        ids.add("p" + number);
      }
      collection.delete(Selection.ids(ids));
    }
  }

  private static void given(Path directory, Random random) {
    try (VectorStore store = open(directory, 0);
        VectorCollection collection =
            store.create(new CollectionSpec(GIVEN, Metric.COSINE, GIVEN_DIMENSION))) {
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        Passage passage = passage(i, random, 12);
        passages.add(
            new Passage(
                passage.id(),
                i % 5 == 0 ? null : passage.text(),
                passage.metadata(),
                vector(random)));
      }
      collection.add(passages);
    }
  }

  static float[] vector(Random random) {
    float[] vector = new float[GIVEN_DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static Passage passage(int number, Random random, int words) {
    StringBuilder text = new StringBuilder("passage" + number);
    for (int i = 0; i < words; i++) {
      text.append(" w").append(random.nextInt(400));
    }
    return Passage.of(
        "p" + number,
        text.toString(),
        Metadata.of("year", 1900 + random.nextInt(100)).with("kind", "k" + random.nextInt(5)));
  }
}
