package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.Seeds;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer killed at any moment leaves whole batches, a free lock and a sound collection. */
@Tag("random")
class KilledWriterTest {
  private static final int BATCH = 40;

  @TempDir Path folder;

  /** The victim: replaces a few batches of passages for ever, and says so after each. */
  static final class Victim {
    public static void main(String[] args) {
      try (VectorStore store = LeannVectorStore.open(Path.of(args[0]), new WordsEmbedder(32))) {
        VectorCollection collection = store.create(CollectionSpec.of("victim"));
        for (int n = 0; ; n++) {
          List<Passage> passages = new ArrayList<>();
          for (int i = 0; i < BATCH; i++) {
            passages.add(Passage.of("b" + n % 7 + "-" + i, "version v" + n + " text w" + i));
          }
          List<String> ids = passages.stream().map(Passage::id).toList();
          collection.replace(Selection.ids(ids), passages);
          System.out.println(n);
        }
      }
    }
  }

  @Test
  void should_leave_whole_batches_and_a_free_lock() throws Exception {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      Path here = folder.resolve("round" + round);
      Path log = folder.resolve("log" + round);
      Process victim =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName(),
                  here.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int enough = 5 + random.nextInt(20);
      while (said(log) < enough) {
        assertTrue(victim.isAlive(), () -> "the victim died by itself, see " + log);
        Thread.sleep(5);
      }
      Thread.sleep(random.nextInt(30));
      victim.destroyForcibly().waitFor();
      int said = said(log);
      try (VectorStore store = LeannVectorStore.open(here, new WordsEmbedder(32))) {
        VectorCollection collection = store.open("victim");
        String message = "seed " + seed + ", round " + round;
        assertEquals(List.of(), collection.check().problems(), message);
        long count = collection.count(Filter.all());
        assertTrue(
            count == BATCH * Math.min(7, said + 1) || count == BATCH * Math.min(7, said + 2),
            message + ": " + count + " after " + said);
        // What the victim said was done is there; at most one more batch may be.
        long last = collection.count(new Filter.TextContains("version v" + said + " "));
        long next = collection.count(new Filter.TextContains("version v" + (said + 1) + " "));
        assertEquals(BATCH, last, message);
        assertTrue(next == 0 || next == BATCH, message + ": " + next);
        collection.add(List.of(Passage.of("after", "the kill")));
        assertEquals("after", collection.search(SearchRequest.text("the kill")).hits().get(0).id());
      }
    }
  }

  /** The last batch that the victim said was done, or -1. */
  private static int said(Path log) throws IOException {
    List<String> numbers =
        Files.readAllLines(log).stream().filter(line -> line.matches("\\d+")).toList();
    return numbers.isEmpty() ? -1 : Integer.parseInt(numbers.get(numbers.size() - 1));
  }
}
