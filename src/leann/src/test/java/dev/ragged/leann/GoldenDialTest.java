package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.ModelIdentity;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Collections of each point of the dial that released versions wrote still open, answer and grow:
 * with coders that are shipped, learned and blind, and with vectors that are kept. The file of a
 * version is made once, by {@link #main}, and never changed.
 */
class GoldenDialTest {
  /** The bundled model's identity, for which coders are shipped; the vectors are not its. */
  private static final ModelIdentity BUNDLED =
      new ModelIdentity(
          "all-MiniLM-L6-v2-q",
          384,
          "sha256:e077d02580d16ea5dcadac984f1ee2afd16abe0792042a2287840cab67157fa2");

  private static final ModelIdentity OTHER = new ModelIdentity("words", 64, "seed-1");

  /** Of the other model enough to learn coders from. */
  private static final Map<ModelIdentity, Integer> PASSAGES = Map.of(BUNDLED, 30, OTHER, 1_030);

  @TempDir Path folder;

  /** Writes the golden file of the current version; the argument is the zip to make. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("golden");
    for (ModelIdentity model : List.of(BUNDLED, OTHER)) {
      for (String point : points(model)) {
        LeannOptions options =
            LeannOptions.defaults().withBytesPerVector(new BytesPerVector(point));
        try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(model), options)) {
          VectorCollection collection = store.create(CollectionSpec.of(name(model, point)));
          collection.add(
              IntStream.range(0, PASSAGES.get(model))
                  .mapToObj(i -> Passage.of("r" + i, "n" + i))
                  .toList());
        }
      }
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
  }

  /** Those that differ. */
  private static List<String> points(ModelIdentity model) {
    return model == BUNDLED
        ? BytesPerVector.names()
        : List.of("smallest", "smaller", "small", "faster", "fastest");
  }

  private static String name(ModelIdentity model, String point) {
    return point + "-" + model.dimension();
  }

  /**
   * @param version 1 had a shipped coder for 23 bytes only
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void should_read(int version) throws IOException {
    GoldenCollectionTest.unzip("/golden/dial-v" + version + ".zip", folder);
    for (ModelIdentity model : List.of(BUNDLED, OTHER)) {
      int passages = PASSAGES.get(model);
      List<Integer> bytes = BytesPerVector.points(model.dimension());
      for (String point : points(model)) {
        String name = name(model, point);
        try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(model))) {
          VectorCollection golden = store.open(name);
          int expected = bytes.get(BytesPerVector.names().indexOf(point));
          assertEquals(expected, golden.info().bytesPerVector(), name);
          assertEquals(List.of(), golden.check().problems(), name);
          boolean kept = point.equals("fastest");
          for (int i = 0; i < passages; i += passages / 10) {
            SearchRequest question = SearchRequest.text("n" + i).withMode(SearchMode.VECTOR);
            Hit nearest = golden.search(question).hits().get(0);
            assertEquals("r" + i, nearest.id(), name);
            assertEquals(1, nearest.score(), kept ? 1e-3 : 1e-6, name);
          }
          golden.add(List.of(Passage.of("new", "n7000")));
          golden.compact();
          assertEquals(expected, golden.info().bytesPerVector(), name);
          assertEquals(List.of(), golden.check().problems(), name);
        }
        try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(model))) {
          assertTrue(store.recodeVectors(name, read -> {}) || expectsUsual(model, point), name);
          VectorCollection golden = store.open(name);
          assertEquals(passages + 1, golden.info().passages(), name);
          assertEquals(
              "n7",
              golden.get(Selection.ids("r7"), PageRequest.first(1)).items().get(0).text(),
              name);
          assertEquals(List.of(), golden.check().problems(), name);
        }
      }
    }
  }

  /** Whether a point has the bytes that are usual, so that there is nothing to recode. */
  private static boolean expectsUsual(ModelIdentity model, String point) {
    return model == BUNDLED ? point.equals("small") : point.equals("faster");
  }
}
