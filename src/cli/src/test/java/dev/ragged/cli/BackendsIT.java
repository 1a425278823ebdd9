package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.testkit.ChromaInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LEANN and a real Chroma server of ragged's own, side by side in one data directory. */
@Timeout(180)
class BackendsIT {
  @TempDir Path dir;

  private Shell shell;
  private Path data;

  @BeforeEach
  void open() throws IOException {
    data = dir.resolve("data");
    shell = new Shell(data);
    shell.env.put("RAGGED_CHROMA_COMMAND", ChromaInstallation.program().toString());
    Files.writeString(dir.resolve("tea.md"), "Green tea is steeped at eighty degrees.\n");
    Files.writeString(dir.resolve("moon.md"), "The moon orbits the earth in a month.\n");
  }

  private JsonNode json(String... args) {
    return shell.json(args);
  }

  private JsonNode add(String file, String collection, String... more) {
    List<String> args =
        new ArrayList<>(List.of("add", dir.resolve(file).toString(), "--collection", collection));
    args.addAll(List.of(more));
    return json(args.toArray(String[]::new));
  }

  private String best(String collection, String... more) {
    List<String> args =
        new ArrayList<>(List.of("search", "drinks", "--collection", collection, "-n", "1"));
    args.addAll(List.of(more));
    JsonNode hits = json(args.toArray(String[]::new)).get("hits");
    return hits.size() == 0 ? "" : hits.get(0).get("text").asText();
  }

  /** Name, backend and whether it is used, a collection each. */
  private List<String> listed() {
    List<String> listed = new ArrayList<>();
    json("list")
        .get("collections")
        .forEach(
            c ->
                listed.add(
                    c.get("name").asText()
                        + " "
                        + c.get("backend").asText()
                        + (c.get("used").asBoolean() ? "" : " unused")));
    return listed;
  }

  @Test
  void should_keep_each_collection_where_it_was_made() {
    assertEquals("leann", add("tea.md", "near").get("backend").asText());
    assertFalse(Files.exists(data.resolve("chroma")), "no server is started for nothing");
    assertEquals(
        "chromadb", add("moon.md", "far", "--backend", "chromadb").get("backend").asText());
    assertEquals(List.of("near leann", "far chromadb"), listed());
    assertEquals("chromadb", add("tea.md", "far").get("backend").asText(), "where it lies");
    assertTrue(best("near").contains("Green tea"));
    assertTrue(best("far").contains("Green tea"));
    assertEquals(2, json("stats", "--collection", "far").at("/collections/0/records").asInt());
    assertEquals(2, json("check").get("collections").size());
    JsonNode serving = json("doctor").get("collections");
    assertTrue(serving.get(0).get("why").asText().contains(data.resolve("leann").toString()));
    assertTrue(serving.get(1).get("why").asText().contains(data.resolve("chroma").toString()));
    json("clear", "--yes", "--collection", "far");
    assertEquals(List.of("near leann"), listed());
    assertEquals(1, shell.run("search", "x", "--collection", "far").status());
  }

  @Test
  void should_follow_the_file_collection_by_collection() throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("config.yaml"),
        "vectorstore:\n  backend: leann\n  collections:\n    far: chromadb\n");
    assertEquals("leann", add("tea.md", "near").get("backend").asText());
    assertEquals("chromadb", add("moon.md", "far").get("backend").asText());
    assertEquals(List.of("near leann", "far chromadb"), listed());
    // A flag is for all.
    assertEquals("leann", add("tea.md", "far", "--backend", "leann").get("backend").asText());
    assertEquals(List.of("far leann unused", "near leann", "far chromadb"), listed());
    assertTrue(best("far").contains("moon"));
    assertTrue(best("far", "--backend", "leann").contains("Green tea"));
    String lines = shell.run("list").out();
    assertTrue(lines.contains("vectorstore.collections.far says so"), lines);
  }

  @Test
  void should_miss_a_backend_that_has_data_and_cannot_be_used() {
    add("moon.md", "far", "--backend", "chromadb");
    shell.env.put("RAGGED_CHROMA_COMMAND", "/no/such/chroma");
    add("tea.md", "near", "--backend", "leann");
    Shell.Result listed = shell.run("list", "--json");
    assertEquals(1, listed.status(), listed.err());
    assertEquals(1, listed.err().lines().count(), listed.err());
    assertTrue(listed.err().contains("/no/such/chroma"), listed.err());
    assertEquals("near", listed.json().at("/collections/0/name").asText());
    Shell.Result added = shell.run("add", dir.resolve("tea.md").toString(), "--collection", "far");
    assertEquals(1, added.status(), "not made anew in LEANN: " + added.out());
  }
}
