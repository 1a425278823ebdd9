package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.chroma.ChromaServer;
import dev.ragged.chroma.ChromaSettings;
import dev.ragged.chroma.ChromaVectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.ChromaInstallation;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration is killed (kill -9) at random moments and run again each time: it ends complete and
 * without doubles, and until then nothing looks finished.
 */
@Timeout(1_200)
@Tag("random")
class KilledMigrationIT {
  /** Each takes some seconds, so few in a build and more in ci/seeds.sh. */
  private static final int KILLS = Integer.getInteger("ragged.kills", 6);

  private static final int PASSAGES = 2_000;
  private static final int DIMENSION = 32;
  private static final String NAME = "notes";
  private static final String DONE = "done";

  /** Before this, a JVM has hardly begun. */
  private static final int FIRST_MILLIS = 300;

  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path dir;

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private Path data;

  /** The commands of a process that can be killed. */
  private Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", // passages pass through, they are not gathered
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("said").toFile());
    builder.environment().put("RAGGED_DATA_DIR", data.toString());
    builder.environment().put("RAGGED_CHROMA_COMMAND", ChromaInstallation.program().toString());
    return builder.start();
  }

  private List<Passage> passages() {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      float[] vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      String text = i % 10 == 0 ? null : "Text number " + i + " of a run that is killed.";
      passages.add(
          new Passage(
              "r" + i,
              text,
              Metadata.of(Map.of("n", i, "tags", List.of("a", "b" + i % 9))),
              vector));
    }
    return passages;
  }

  /** A store on a server of the test's own, to look while no migration runs. */
  private <T> T onChroma(Function<VectorStore, T> look) {
    try (ChromaServer server =
            ChromaServer.start(data.resolve("chroma"), ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(ChromaSettings.of(server.url()), null)) {
      return look.apply(store);
    }
  }

  private <T> T onLeann(Function<VectorStore, T> look) {
    try (VectorStore store = LeannVectorStore.open(data.resolve("leann"), null)) {
      return look.apply(store);
    }
  }

  private static List<Passage> fill(VectorStore store, List<Passage> passages) {
    try (VectorCollection notes = store.create(CollectionSpec.of(NAME, DIMENSION))) {
      for (int i = 0; i < PASSAGES; i += 500) {
        notes.add(passages.subList(i, i + 500));
      }
    }
    return passages;
  }

  /** Text and metadata of all passages by id; fails on one that is there twice. */
  private static Map<String, Object> read(VectorStore store) {
    Map<String, Object> all = new HashMap<>();
    try (VectorCollection notes = store.open(NAME)) {
      String cursor = null;
      do {
        Page<Passage> page = notes.get(Selection.all(), new PageRequest(cursor, 1_000));
        for (Passage r : page.items()) {
          Object old = all.put(r.id(), List.of(String.valueOf(r.text()), r.metadata()));
          assertEquals(null, old, "doubled " + r.id());
        }
        cursor = page.next();
      } while (cursor != null);
      assertEquals(PASSAGES, all.size());
      assertEquals(PASSAGES, notes.count(Filter.all()));
      assertEquals(List.of(), notes.check().problems());
    }
    return all;
  }

  /** How far a target is; one that looks finished must be. */
  private static String moment(VectorStore target) {
    StringBuilder moment = new StringBuilder();
    for (String name : target.names()) {
      try (VectorCollection collection = target.open(name)) {
        long passages = collection.info().passages();
        assertTrue(!name.equals(NAME) || passages == PASSAGES, () -> "looks finished: " + passages);
        assertEquals(List.of(), collection.check().problems());
        moment.append(name.equals(NAME) ? DONE : "" + passages);
      }
    }
    return moment.isEmpty() ? "nothing" : moment.toString();
  }

  private int run(String direction, long killAfterMillis) throws Exception {
    Process process =
        start("migrate", direction, "--vectors", "keep", "--questions", "10", "--json", "--quiet");
    if (process.waitFor(killAfterMillis, TimeUnit.MILLISECONDS)) {
      assertEquals(0, process.exitValue(), () -> "see " + dir.resolve("said") + ", seed " + seed);
      return 0;
    }
    process.destroyForcibly().waitFor();
    return 1;
  }

  private void kill(
      String direction,
      Function<Function<VectorStore, Object>, Object> source,
      Function<Function<VectorStore, Object>, Object> target)
      throws Exception {
    data = Files.createDirectories(dir.resolve(direction));
    source.apply(store -> fill(store, passages()));
    Object before = source.apply(KilledMigrationIT::read);
    long start = System.nanoTime();
    run(direction, START.toMillis());
    int whole = (int) ((System.nanoTime() - start) / 1_000_000);
    target.apply(store -> store.drop(NAME));
    List<Object> moments = new ArrayList<>();
    while (moments.size() < KILLS) {
      int killed = run(direction, FIRST_MILLIS + random.nextInt(whole));
      Object moment = target.apply(KilledMigrationIT::moment);
      if (killed == 1) {
        moments.add(moment);
      }
      if (moment.equals("" + PASSAGES) && random.nextBoolean()) {
        assertEquals(0, run(direction, START.toMillis()));
        moment = target.apply(KilledMigrationIT::moment);
      }
      if (moment.equals(DONE)) { // begin anew, so that the next is killed early too
        assertEquals(before, target.apply(KilledMigrationIT::read));
        target.apply(store -> store.drop(NAME));
      }
    }
    System.out.println(
        direction + ", seed " + seed + ": killed with so many passages copied: " + moments);
    assertEquals(0, run(direction, START.toMillis()));
    assertEquals(List.of(NAME), target.apply(VectorStore::names));
    assertEquals(before, target.apply(KilledMigrationIT::read));
    assertEquals(before, source.apply(KilledMigrationIT::read));
  }

  @Test
  void should_go_on_to_leann() throws Exception {
    kill("chromadb-to-leann", this::onChroma, this::onLeann);
  }

  @Test
  void should_go_on_to_chroma() throws Exception {
    kill("leann-to-chromadb", this::onLeann, this::onChroma);
  }
}
