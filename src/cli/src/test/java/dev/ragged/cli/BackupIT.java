package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.testkit.ChromaInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LEANN and a real Chroma server of ragged's own in one backup. */
@Timeout(180)
class BackupIT {
  @TempDir Path dir;

  private Shell shell;
  private Path backups;

  @BeforeEach
  void add_to_both() throws IOException {
    backups = dir.resolve("backups");
    shell = at("data");
    Path facts = Files.writeString(dir.resolve("facts.jsonl"), JsonGoldenTest.FACTS);
    shell.json("add", facts.toString(), "--collection", "near", "--backend", "leann");
    shell.json("add", facts.toString(), "--collection", "far", "--backend", "chromadb");
  }

  private Shell at(String data) {
    Shell other = new Shell(dir.resolve(data));
    other.env.put("RAGGED_CHROMA_COMMAND", ChromaInstallation.program().toString());
    return other;
  }

  /** The passages by id, with vectors. */
  private static Map<String, JsonNode> export(Shell from, String collection) {
    Map<String, JsonNode> passages = new TreeMap<>();
    from.run("export", "--embeddings", "--collection", collection)
        .jsonLines()
        .forEach(passage -> passages.put(passage.get("id").asText(), passage));
    return passages;
  }

  /** A server scales vectors to length 1 when it stores them, so the last bit may differ. */
  private static void assertSame(Map<String, JsonNode> expected, Map<String, JsonNode> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (id, passage) -> {
          for (String field : List.of("text", "metadata")) {
            assertEquals(passage.get(field), actual.get(id).get(field), id);
          }
          JsonNode vector = passage.get("embedding");
          assertEquals(vector.size(), actual.get(id).get("embedding").size(), id);
          for (int i = 0; i < vector.size(); i++) {
            double value = vector.get(i).asDouble();
            double other = actual.get(id).get("embedding").get(i).asDouble();
            assertEquals(value, other, Math.abs(value) * 3e-7, id);
          }
        });
  }

  @Test
  void should_bring_both_back_elsewhere_as_they_were() {
    JsonNode report = shell.json("backup", backups.toString());
    assertEquals(2, report.get("collections").size(), report::toString);
    assertTrue(report.at("/collections/1/consistent").asBoolean(), report::toString);
    JsonNode again = shell.json("backup", backups.toString());
    assertEquals(0, again.get("new_bytes").asLong(), again::toString);
    Shell elsewhere = at("elsewhere");
    assertEquals(2, elsewhere.json("restore", backups.toString()).get("collections").size());
    for (String collection : new String[] {"near", "far"}) {
      assertEquals(4, export(shell, collection).size());
      assertSame(export(shell, collection), export(elsewhere, collection));
    }
    assertEquals(shell.json("list").size(), elsewhere.json("list").size());
    assertEquals(
        shell.json("list").at("/collections/1/model"),
        elsewhere.json("list").at("/collections/1/model"));
    String[] question = {"search", "What is up in the sky?", "-n", "1", "--collection", "far"};
    assertEquals(shell.json(question).at("/hits/0/id"), elsewhere.json(question).at("/hits/0/id"));
  }

  @Test
  void should_replace_or_rename_one_on_the_server() {
    shell.json("backup", backups.toString());
    Map<String, JsonNode> before = export(shell, "far");
    shell.json("delete", "moon", "--collection", "far");
    assertEquals(1, shell.run("restore", backups.toString(), "-c", "far").status());
    shell.json("restore", backups.toString(), "-c", "far", "--as", "far.old");
    assertSame(before, export(shell, "far.old"));
    assertEquals(3, export(shell, "far").size());
    shell.json("restore", backups.toString(), "-c", "far", "--replace");
    assertSame(before, export(shell, "far"));
    assertEquals(3, shell.json("list").get("collections").size(), "no working copy is left");
  }
}
