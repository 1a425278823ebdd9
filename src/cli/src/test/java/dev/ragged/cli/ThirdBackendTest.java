package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.Diagnosis;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import dev.ragged.testkit.ReferenceVectorStore;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that nothing in the product knows: registered here, used by the command line. */
class ThirdBackendTest {
  @TempDir Path dir;

  private ClassLoader before;
  private Shell shell;

  /** Keeps collections in memory, as long as this process lives. */
  public static final class MemoryProvider implements BackendProvider {
    private static final Map<Path, ReferenceVectorStore.Place> PLACES = new ConcurrentHashMap<>();

    @Override
    public String id() {
      return "reference";
    }

    @Override
    public String title() {
      return "Memory";
    }

    @Override
    public int rank() {
      return 100;
    }

    @Override
    public List<SettingSpec> settings() {
      return List.of(
          SettingSpec.of("reference.label", "what its place is called")
              .withVariable("RAGGED_REFERENCE_LABEL")
              .withFlag("--reference-label", "TEXT")
              .withDefault("memory"));
    }

    @Override
    public Backend configure(SettingValues values) {
      ReferenceVectorStore.Place place =
          PLACES.computeIfAbsent(values.dataDir(), folder -> new ReferenceVectorStore.Place());
      return new Memory(place, values.text("reference.label"));
    }
  }

  private record Memory(ReferenceVectorStore.Place kept, String place) implements Backend {
    @Override
    public Health availability() {
      return new Health(true, "There is memory.");
    }

    @Override
    public boolean mayHoldCollections() {
      return true;
    }

    @Override
    public boolean holds(String collection) {
      try (VectorStore store = open(null, GivenVectors.CHECK)) {
        return store.names().contains(collection);
      }
    }

    @Override
    public VectorStore open(Embedder embedder, GivenVectors givenVectors) {
      return ReferenceVectorStore.open(kept, embedder);
    }

    @Override
    public VectorStore openFolder(Path folder, Embedder embedder) {
      throw new RaggedException("Memory has no folders.");
    }

    @Override
    public long expectedBytes(ContentSize content, Embedder embedder) {
      return content.textBytes();
    }

    @Override
    public Diagnosis diagnose() {
      return new Diagnosis(
          "reference", "memory", true, "There is memory.", Map.of("available", true));
    }

    @Override
    public String version() {
      return "memory 1";
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void register() throws Exception {
    Path services = Files.createDirectories(dir.resolve("classes/META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()), MemoryProvider.class.getName() + "\n");
    before = Thread.currentThread().getContextClassLoader();
    URL classes = dir.resolve("classes").toUri().toURL();
    Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {classes}, before));
    shell = new Shell(dir.resolve("data"));
    Files.createDirectories(dir.resolve("notes"));
    Files.writeString(dir.resolve("notes/tea.md"), "Green tea is steeped at eighty degrees.\n");
    Files.writeString(dir.resolve("notes/moon.md"), "The moon orbits the earth in a month.\n");
  }

  @AfterEach
  void unregister() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private String notes() {
    return dir.resolve("notes").toString();
  }

  @Test
  void should_be_added_to_listed_searched_and_checked() {
    JsonNode added = shell.json("add", notes(), "--backend", "reference");
    assertEquals("reference", added.get("backend").asText());
    assertEquals(2, added.get("passages").asInt());
    JsonNode listed = shell.json("list", "--reference-label", "a drawer").at("/collections/0");
    assertEquals("reference", listed.get("backend").asText());
    assertEquals("it lies in a drawer", listed.get("why").asText());
    JsonNode hit = shell.json("search", "how hot is the water?", "-n", "1").at("/hits/0");
    assertTrue(hit.get("text").asText().contains("eighty degrees"), hit::toString);
    assertTrue(shell.json("check").get("ok").asBoolean());
    assertTrue(shell.json("doctor").at("/reference/available").asBoolean());
    assertTrue(shell.run("config").out().contains("reference.label"));
    assertTrue(shell.run("search", "--help").out().contains("--reference-label"));
  }

  @Test
  void should_be_migrated_to_and_from() {
    shell.json("add", notes(), "--backend", "leann");
    JsonNode there = shell.json("migrate", "--from", "leann", "--to", "reference");
    assertEquals("leann-to-reference", there.get("direction").asText());
    assertEquals(2, there.at("/collections/0/copied").asInt(), there::toString);
    assertEquals(
        2, shell.json("list", "--backend", "reference").at("/collections/0/records").asInt());
    shell.json("clear", "--yes", "--backend", "leann");
    JsonNode back = shell.json("migrate", "reference-to-leann");
    assertEquals(2, back.at("/collections/0/copied").asInt(), back::toString);
    JsonNode hit =
        shell
            .json("search", "how long does the moon take?", "-n", "1", "--backend", "leann")
            .at("/hits/0");
    assertTrue(hit.get("text").asText().contains("moon"), hit::toString);
  }

  @Test
  void should_be_measured() {
    JsonNode report = shell.json("eval", "run", "synthetic:30", "--backend", "reference");
    assertEquals("Memory", report.at("/results/0/name").asText());
    assertEquals(1.0, report.at("/results/0/recall").asDouble());
  }
}
