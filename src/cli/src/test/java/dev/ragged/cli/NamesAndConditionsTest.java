package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passages by the names that people give them, and conditions as people put them. */
class NamesAndConditionsTest {
  private static final String CARDS =
      """
      {"id": "a", "text": "The ferry was late.", "metadata": {"author": "Ada Lovelace <ada@example.org>", "date": "2024-01-15"}}
      {"id": "b", "text": "The ferry was early.", "metadata": {"author": "Bob", "date": "2024-03-02T08:00:00Z"}}
      {"id": "c", "text": "The ferry sank.", "metadata": {"source": "card.txt", "page": 3}}
      """;

  @TempDir Path dir;

  private Path docs;
  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    docs = Files.createDirectories(dir.resolve("docs/deep")).getParent().toRealPath();
    Files.writeString(docs.resolve("ferry.md"), "The ferry leaves at seven.\n");
    Files.setLastModifiedTime(
        docs.resolve("ferry.md"), FileTime.from(Instant.parse("2023-05-06T07:08:09Z")));
    Files.writeString(docs.resolve("deep/tram.TXT"), "The tram leaves at eight.\n");
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 400; i++) {
      lines
          .append("Line ")
          .append(i)
          .append(" tells of the ferry to island ")
          .append(i)
          .append(".\n");
    }
    Files.writeString(docs.resolve("deep/long.md"), lines.toString());
    Files.writeString(dir.resolve("cards.jsonl"), CARDS);
    shell = new Shell(dir.resolve("data"));
    shell.json("add", docs.toString());
    shell.json("add", dir.resolve("cards.jsonl").toString(), "--collection", "cards");
  }

  /** A path as somebody in the working directory would type it. */
  private static String relative(Path path) throws IOException {
    return Path.of("").toRealPath().relativize(path).toString();
  }

  private List<String> ids(String... args) {
    List<String> ids = new ArrayList<>();
    JsonNode answer = shell.json(args);
    (answer.has("hits") ? answer.get("hits") : answer.get("records"))
        .forEach(one -> ids.add(one.get("id").asText().replace(docs + "/", "")));
    return ids;
  }

  @Test
  void should_get_a_file_in_its_order() throws IOException {
    List<String> long_ = ids("get", relative(docs.resolve("deep/long.md")));
    assertTrue(long_.size() > 10, long_.toString());
    for (int i = 0; i < long_.size(); i++) {
      assertEquals("deep/long.md#" + i, long_.get(i));
    }
    assertEquals(long_, ids("get", "--in", docs.resolve("deep/long.md").toString()));
    assertEquals(long_.size() + 1, ids("get", docs.resolve("deep").toString()).size());
  }

  @Test
  void should_get_lines_and_neighbours() {
    String file = docs.resolve("deep/long.md").toString();
    List<String> lines = ids("get", file + ":200-203");
    assertTrue(lines.size() >= 1 && lines.size() <= 3, lines.toString());
    JsonNode first = shell.json("get", file + ":200").get("records").get(0).get("metadata");
    assertTrue(first.get("start_line").asInt() <= 200 && first.get("end_line").asInt() >= 200);
    assertEquals(
        List.of("deep/long.md#1", "deep/long.md#2", "deep/long.md#3", "deep/long.md#4"),
        ids("get", file + "#3", "--context", "2").subList(0, 4));
    assertEquals(List.of("c"), ids("get", "card.txt:3", "-c", "cards"));
    assertEquals(1, shell.run("get", file + ":9000").status());
  }

  @Test
  void should_get_by_pattern() throws IOException {
    String base = relative(docs);
    assertEquals(List.of("deep/tram.TXT#0"), ids("get", base + "/**/*.TXT"));
    assertEquals(List.of("ferry.md#0"), ids("get", base + "/*.md"));
    assertEquals(
        "ferry.md#0", ids("get", docs + "/**/*.md").get(ids("get", docs + "/**/*.md").size() - 1));
    Shell.Result none = shell.run("get", base + "/*.pdf");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("Not found: " + base + "/*.pdf"), none.err());
    assertEquals(2, shell.run("get", base + "/[a").status());
  }

  @Test
  void should_filter_by_place_type_time_and_author() throws IOException {
    String deep = relative(docs.resolve("deep"));
    assertEquals(List.of("deep/tram.TXT#0"), ids("search", "tram", "--in", deep, "--type", "txt"));
    assertEquals(
        List.of("ferry.md#0"), ids("search", "leaves", "--type", "pdf,md", "--mode", "lexical"));
    assertEquals(List.of("ferry.md#0"), ids("get", "--before", "2024", "--limit", "9"));
    assertEquals(List.of(), ids("get", "--since", "2023-06", "--in", relative(docs) + "/ferry.md"));
    assertEquals(List.of("b"), ids("search", "ferry", "-c", "cards", "--since", "2024-02"));
    assertEquals(List.of("a"), ids("search", "ferry", "-c", "cards", "--before", "2024-03-01"));
    assertEquals(List.of("a"), ids("search", "ferry", "-c", "cards", "--from", "ada"));
    assertEquals(List.of("b"), ids("get", "-c", "cards", "--from", "BOB", "--since", "2024"));
    assertEquals(1, shell.run("export", "--type", "txt").jsonLines().size());
    assertEquals(1, shell.json("delete", "--in", deep, "--type", "txt").get("deleted").asInt());
    assertEquals(List.of(), ids("get", "--type", "txt"));
  }

  @Test
  void should_take_a_relative_path_as_the_source() throws IOException {
    String ferry = relative(docs.resolve("ferry.md"));
    String where = "{\"source\": \"" + ferry + "\"}";
    assertEquals(List.of("ferry.md#0"), ids("search", "ferry", "--where", where));
    assertEquals(
        List.of("ferry.md#0"),
        ids("get", "--where", "{\"source\": {\"$in\": [\"" + ferry + "\"]}}"));
    assertTrue(
        ids("get", "--where", "{\"source\": {\"$ne\": \"" + ferry + "\"}}").stream()
            .noneMatch("ferry.md#0"::equals));
    assertEquals(List.of("c"), ids("get", "-c", "cards", "--where", "{\"source\": \"card.txt\"}"));
    assertEquals(1, shell.json("delete", "--where", where).get("deleted").asInt());
  }

  @Test
  void should_say_what_exists_nowhere_and_what_is_like_it() {
    String mistyped = "{\"sorce\": \"ferry.md\"}";
    for (String command : List.of("search ferry --where", "delete --where", "get --where")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.add(mistyped);
      Shell.Result result = shell.run(words.toArray(String[]::new));
      assertEquals(0, result.status());
      assertEquals("No passage has 'sorce'; did you mean 'source'?\n", result.err());
    }
    assertEquals(
        "No passage comes from 'no/fery.md'; did you mean '" + docs + "/ferry.md'?\n",
        shell.run("search", "ferry", "--in", "no/fery.md").err());
    assertEquals("No passage has an author.\n", shell.run("search", "x", "--from", "x").err());
    assertTrue(shell.run("search", "x", "--type", "pdf").err().contains("'.pdf'"));
    Shell.Result wrong = shell.run("search", "x", "-c", "crads");
    assertEquals(1, wrong.status());
    assertEquals("ragged: There is no collection 'crads'; did you mean 'cards'?\n", wrong.err());
  }

  @Test
  void should_say_how_to_delete_what_is_a_file() {
    String file = docs + "/ferry.md";
    Shell.Result none = shell.run("delete", file);
    assertEquals("Deleted 0 passages from 'default'.\n", none.out());
    assertEquals(
        "'" + file + "' is a file and no id; delete its passages with --in " + file + ".\n",
        none.err());
    assertEquals("", shell.run("delete", "no-such-id").err());
  }

  @Test
  void should_show_the_title_of_each_message_of_a_mailbox() throws IOException {
    Path box = dir.resolve("box.jsonl");
    Files.writeString(
        box,
        """
        {"id": "m1", "text": "The ferry leaves late.", "metadata": {"source": "/box.mbox", "title": "Delays", "start_line": 1, "end_line": 2}}
        {"id": "m2", "text": "Dogs on a ferry pay nothing.", "metadata": {"source": "/box.mbox", "title": "Animals", "start_line": 8, "end_line": 9}}
        """);
    shell.json("add", box.toString(), "--collection", "mail");
    String shown = shell.run("search", "ferry", "-c", "mail", "--mode", "lexical").out();
    assertTrue(shown.contains("  Delays  /box.mbox:1-2\n"), shown);
    assertTrue(shown.contains("  Animals  /box.mbox:8-9\n"), shown);
  }

  @Test
  void should_say_which_hit_is_the_last() {
    Shell.Result none = shell.run("search", "ferry", "--open", "9", "-n", "2");
    assertEquals(1, none.status());
    assertEquals("ragged: There is no hit 9; the last is 2.\n", none.err());
  }

  @Test
  void should_search_several_collections_together() {
    for (String mode : List.of("vector", "lexical", "hybrid")) {
      for (String[] which : new String[][] {{"-c", "default", "-c", "cards"}, {"--all"}}) {
        List<String> args = new ArrayList<>(List.of("search", "ferry", "-n", "4", "--mode", mode));
        args.addAll(List.of(which));
        args.add("--json");
        JsonNode hits = shell.run(args.toArray(String[]::new)).json().get("hits");
        assertEquals(4, hits.size());
        List<String> from = new ArrayList<>();
        hits.forEach(hit -> from.add(hit.get("collection").asText()));
        if (!mode.equals("hybrid")) {
          assertTrue(from.contains("default") && from.contains("cards"), mode + from);
        }
        for (int i = 1; !mode.equals("lexical") && i < 4; i++) {
          assertTrue(
              hits.get(i - 1).get("score").asDouble() >= hits.get(i).get("score").asDouble());
        }
      }
    }
    assertTrue(shell.run("search", "ferry", "--all", "-n", "100").out().contains("  [cards]"));
    assertEquals(1, shell.run("search", "ferry", "-c", "cards", "-c", "nowhere").status());
  }

  @Test
  void should_go_on_without_a_collection_that_cannot_be_read() throws IOException {
    Path settings = dir.resolve("data/leann/cards/collection.json");
    String later = Files.readString(settings).replace("\"version\" : 1", "\"version\" : 99");
    Files.writeString(settings, later);
    Shell.Result result = shell.run("search", "ferry", "--all", "--json");
    assertEquals(1, result.status());
    assertTrue(result.err().contains("cards"), result.err());
    assertEquals(3, result.json().get("hits").size());
  }
}
