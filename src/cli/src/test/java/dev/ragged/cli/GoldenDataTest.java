package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory that an earlier version's commands wrote, with texts embedded by the bundled
 * model, still answers and grows. The file is made once, by {@link #main}, and never changed; it is
 * named after the version of the collections' format.
 */
class GoldenDataTest {
  private static final String VERSION_3 = "/golden/data-v3.zip";

  @TempDir Path dir;

  private Shell shell;

  /** Writes a golden file; the arguments are the zip to make and a folder to make it in. */
  public static void main(String[] args) throws IOException {
    Path work = Files.createDirectories(Path.of(args[1]));
    Path docs = Files.createDirectories(work.resolve("docs"));
    Files.writeString(docs.resolve("tea.md"), "# Tea\n\nGreen tea is steeped at eighty degrees.\n");
    Files.writeString(
        docs.resolve("bicycle.txt"), "To mend a puncture, glue a patch on the inner tube.\n");
    Path facts = Files.writeString(work.resolve("facts.jsonl"), JsonGoldenTest.FACTS);
    Path data = Files.createDirectories(work.resolve("data"));
    Files.writeString(
        data.resolve("config.yaml"),
        "collection: notes\nlimit: 2\nvectorstore:\n  collections:\n    notes: leann\n");
    Shell shell = new Shell(data);
    shell.json("add", docs.toString());
    shell.json("add", facts.toString());
    shell.json("delete", "bare");
    shell.json("add", facts.toString(), "--collection", "facts");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])));
        Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(data.relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
  }

  @BeforeEach
  void unzip() throws IOException {
    unzip(dir.resolve("data"));
    shell = new Shell(dir.resolve("data"));
  }

  /** Makes the data directory of the earlier version. */
  static void unzip(Path data) throws IOException {
    try (InputStream in = GoldenDataTest.class.getResourceAsStream(VERSION_3);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = data.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  private static List<String> ids(JsonNode records) {
    List<String> ids = new ArrayList<>();
    records.forEach(record -> ids.add(record.get("id").asText()));
    return ids;
  }

  private void assertSound() {
    JsonNode checked = shell.json("check");
    assertTrue(checked.get("ok").asBoolean(), checked.toString());
    assertEquals(2, checked.get("collections").size());
  }

  @Test
  void should_answer_from_what_an_earlier_version_wrote() {
    assertSound();
    JsonNode listed = shell.json("list").get("collections");
    assertEquals("facts", listed.at("/0/name").asText());
    assertEquals(4, listed.at("/0/records").asInt());
    assertEquals("notes", listed.at("/1/name").asText());
    assertEquals(5, listed.at("/1/records").asInt());
    assertEquals("all-MiniLM-L6-v2-q", listed.at("/1/model").asText());
    assertEquals("vectorstore.collections.notes says so", listed.at("/1/why").asText());

    // The collection and the limit come from its config.yaml.
    JsonNode hits = shell.json("search", "How do I repair a flat tyre?").get("hits");
    assertEquals(2, hits.size());
    assertTrue(hits.at("/0/metadata/source").asText().endsWith("bicycle.txt"), hits.toString());
    assertTrue(hits.at("/0/score").asDouble() > 0.3, hits.toString());
    assertEquals(
        List.of("bread"), ids(shell.json("search", "yeast", "--mode", "lexical").get("hits")));
    assertEquals(
        List.of("moon"),
        ids(shell.json("search", "food", "--where", "{\"year\": {\"$gte\": 1960}}").get("hits")));

    Shell.Result some = shell.run("get", "moon", "bare", "--json");
    assertEquals(1, some.status());
    JsonNode got = some.json();
    assertEquals("[\"bare\"]", got.get("missing").toString());
    assertEquals(
        "{\"id\":\"moon\",\"text\":\"The moon orbits the earth.\",\"metadata\":"
            + "{\"far\":true,\"share\":0.25,\"topic\":\"space\",\"year\":1969}}",
        got.at("/records/0").toString());
  }

  @Test
  void should_renew_the_words_of_what_an_earlier_version_wrote() {
    assertEquals("[]", shell.json("search", "tides rising", "--mode", "lexical").get("hits") + "");
    assertTrue(shell.run("doctor").out().contains("'ragged reindex --words'"));
    String before = shell.json("get", "--where", "{}").toString();
    Shell.Result one = shell.run("reindex", "--words", "-c", "facts");
    assertEquals(0, one.status(), one.err());
    assertTrue(one.out().startsWith("Renewed the words of 4 passages in 'facts'; "), one.out());
    assertTrue(shell.json("doctor").at("/collections/1/outdated_words").asBoolean());
    JsonNode rest = shell.json("reindex", "--words").get("collections");
    assertFalse(rest.at("/0/renewed").asBoolean(), rest.toString());
    assertTrue(rest.at("/1/renewed").asBoolean(), rest.toString());
    assertEquals(before, shell.json("get", "--where", "{}").toString());
    assertEquals(
        List.of("bread"), ids(shell.json("search", "rising", "--mode", "lexical").get("hits")));
    assertFalse(shell.run("doctor").out().contains("reindex"));
    assertEquals(
        "The words of all collections are up to date.\n", shell.run("reindex", "--words").out());
    assertEquals(
        "The words of 'facts' are up to date.\n",
        shell.run("reindex", "--words", "-c", "facts").out());
    assertEquals(1, shell.run("reindex", "--words", "-c", "nowhere").status());
    assertSound();
  }

  @Test
  void should_add_to_what_an_earlier_version_wrote() throws IOException {
    Path more = dir.resolve("more.jsonl");
    Files.writeString(
        more,
        """
        {"id": "moon", "text": "The moon causes the tides.", "metadata": {"topic": "sea"}}
        {"id": "glacier", "text": "Glaciers carve valleys."}
        """);
    assertEquals(2, shell.json("add", more.toString()).get("passages").asInt());
    assertEquals(
        List.of("glacier"), ids(shell.json("search", "ice and rock", "-n", "1").get("hits")));
    assertEquals(6, shell.json("get", "--where", "{}").get("records").size());
    assertEquals(
        "The moon causes the tides.", shell.json("get", "moon").at("/records/0/text").asText());
    assertEquals(1, shell.json("delete", "--where", "{\"topic\": \"sea\"}").get("deleted").asInt());
    assertSound();
  }
}
