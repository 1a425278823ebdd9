package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.Seeds;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process killed while it makes a collection anew, with other words or vectors, leaves the old
 * collection or the new one, whole.
 */
@Tag("random")
class KilledReindexTest {
  private static final int ROUNDS = 4;

  @TempDir Path folder;

  /** The victim: renews the words or the vectors of a collection again and again. */
  static final class Victim {
    public static void main(String[] args) throws Exception {
      Path store = Path.of(args[0]);
      for (int i = 0; ; i++) {
        try (VectorStore opened = open(store, i % 2 == 0 ? "fastest" : "auto")) {
          if (args[1].equals("vectors")) {
            opened.recodeVectors("golden", read -> {});
          } else {
            OldWords.in(store.resolve("golden"));
            opened.reindexWords("golden", read -> {});
          }
          System.out.println("done");
        }
      }
    }
  }

  private static VectorStore open(Path store, String bytes) {
    return LeannVectorStore.open(
        store,
        new WordsEmbedder(8),
        LeannOptions.defaults().withBytesPerVector(new BytesPerVector(bytes)));
  }

  private static List<Passage> passages(VectorCollection collection) {
    return collection.stream(Selection.all()).sorted(Comparator.comparing(Passage::id)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "vectors"})
  void should_leave_a_whole_collection(String what) throws Exception {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Path here = folder.resolve("round" + round);
      Path log = folder.resolve("log" + round);
      GoldenCollectionTest.unzip("/golden/collection-v1.zip", here);
      List<Passage> before;
      try (VectorStore store = LeannVectorStore.open(here, null)) {
        before = passages(store.open("golden"));
      }
      Process victim =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName(),
                  here.toString(),
                  what)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      while (Files.readAllLines(log).size() < 3) {
        assertTrue(victim.isAlive(), () -> "the victim died by itself, see " + log);
        Thread.sleep(5);
      }
      Thread.sleep(random.nextInt(200));
      victim.destroyForcibly().waitFor();
      String message = "seed " + seed + ", round " + round;
      try (VectorStore store = LeannVectorStore.open(here, new WordsEmbedder(8))) {
        assertEquals(List.of("golden"), store.names(), message);
        VectorCollection left = store.open("golden");
        assertEquals(before, passages(left), message);
        left.add(List.of(Passage.of("after", "the kill"))); // which restores lost settings
        assertEquals(List.of(), left.check().problems(), message);
        store.reindexWords("golden", read -> {});
        store.recodeVectors("golden", read -> {});
        assertEquals(before.size() + 1, store.open("golden").info().passages(), message);
      }
    }
  }
}
