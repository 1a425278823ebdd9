package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over the real store and the bundled model. */
class CommandsTest {
  /** What -v adds to a score. */
  private static final String PARTS = " \\(cosine 0\\.\\d\\d, words 0\\.\\d\\d\\)";

  private static final String FACTS =
      """
      {"id": "moon", "text": "The moon orbits the earth.", "metadata": {"topic": "space", "year": 1969}}
      {"id": "bread", "text": "Bread rises because of yeast.", "metadata": {"topic": "food"}}
      {"id": "bridge", "text": "橋は川の上にあります – the bridge is over the river.", "metadata": {"topic": "places"}}
      """;

  @TempDir Path dir;

  private Path docs;
  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    docs = Files.createDirectories(dir.resolve("docs"));
    Files.writeString(docs.resolve("tea.md"), "# Tea\n\nGreen tea is steeped at eighty degrees.\n");
    Files.writeString(
        docs.resolve("bicycle.txt"), "To mend a puncture, glue a patch on the inner tube.\n");
    Files.writeString(dir.resolve("facts.jsonl"), FACTS);
    shell = new Shell(dir.resolve("data"));
  }

  @AfterEach
  void every_store_is_sound() {
    assertEquals(0, run("check").status());
  }

  private Shell.Result run(String... args) {
    return shell.run(args);
  }

  private JsonNode json(String... args) {
    return shell.json(args);
  }

  private void addFacts() {
    json("add", dir.resolve("facts.jsonl").toString());
  }

  @Test
  void should_create_collections_with_the_graph_that_the_settings_ask_for() throws IOException {
    addFacts();
    shell.env.put("RAGGED_GRAPH_DEGREE", "16");
    json("add", docs.toString(), "--collection", "with-graph");
    assertFalse(settings("default").has("graph_degree"));
    assertEquals(16, settings("with-graph").path("graph_degree").asInt());
  }

  @Test
  void should_keep_the_vectors_of_passages_where_the_settings_ask_for_it() {
    addFacts();
    assertFalse(shell.run("stats").out().contains("kept in"));
    JsonNode added =
        json("add", docs.toString(), "--collection", "kept", "--bytes-per-vector", "fastest");
    assertEquals(384, added.get("kept_vector_bytes").asInt());
    JsonNode found = json("search", "tea", "--collection", "kept", "--mode", "vector");
    assertTrue(found.get("hits").size() > 0, found::toString);
    assertEquals(0, found.findValue("recomputed").asInt(), found::toString);
    String stats = shell.run("stats", "--collection", "kept").out();
    assertTrue(stats.contains("(kept in 384 bytes each)"), stats);
    String recoded = shell.run("recode", "kept", "--bytes-per-vector", "smallest").out();
    assertTrue(recoded.contains("from 384 to 13 bytes per vector"), recoded);
    assertTrue(
        json("search", "tea", "--collection", "kept", "--mode", "vector")
                .findValue("recomputed")
                .asInt()
            > 0);
  }

  private JsonNode settings(String collection) throws IOException {
    Path file = dir.resolve("data/leann").resolve(collection).resolve("collection.json");
    return new ObjectMapper().readTree(file.toFile()).path("settings");
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    for (Iterator<String> i = node.fieldNames(); i.hasNext(); ) {
      keys.add(i.next());
    }
    return keys;
  }

  private static List<String> ids(JsonNode passages) {
    List<String> ids = new ArrayList<>();
    passages.forEach(r -> ids.add(r.get("id").asText()));
    return ids;
  }

  @Test
  void should_report_what_was_added() {
    JsonNode added = json("add", docs.toString());
    assertEquals(
        List.of(
            "collection",
            "backend",
            "files",
            "moved",
            "unchanged",
            "removed",
            "skipped",
            "problems",
            "passages",
            "embedded",
            "words_only",
            "raw_text_bytes",
            "kept_vector_bytes",
            "cancelled",
            "seconds"),
        keys(added));
    assertEquals(List.of("read", "embed", "index", "total"), keys(added.get("seconds")));
    assertEquals("default", added.get("collection").asText());
    assertEquals("leann", added.get("backend").asText());
    assertEquals(2, added.get("files").asInt());
    assertEquals(2, added.get("passages").asInt());
    assertTrue(added.get("raw_text_bytes").asInt() > 80);
    assertTrue(added.get("seconds").get("embed").asDouble() > 0);
    assertTrue(
        added.get("seconds").get("total").asDouble()
            >= added.get("seconds").get("embed").asDouble());
  }

  @Test
  void should_bring_a_collection_up_to_date() throws IOException {
    json("add", docs.toString());
    JsonNode again = json("add", docs.toString());
    assertEquals(2, again.get("unchanged").asInt());
    assertEquals(0, again.get("passages").asInt());
    Files.writeString(docs.resolve("tea.md"), "White tea is steeped at seventy-five degrees.\n");
    Files.delete(docs.resolve("bicycle.txt"));
    JsonNode edited = json("add", docs.toString());
    assertEquals(1, edited.get("files").asInt());
    assertEquals(1, edited.get("removed").asInt());
    JsonNode hits = json("search", "puncture tea", "--mode", "hybrid").get("hits");
    assertEquals(1, hits.size(), hits.toString());
    assertTrue(hits.get(0).get("text").asText().contains("seventy-five"));
  }

  @Test
  void should_list_what_was_skipped() throws IOException {
    Files.write(docs.resolve("noise.bin"), new byte[] {0, 1, 2, 3, 0, (byte) 0xff, 0, 9});
    JsonNode skipped = json("add", docs.toString()).get("skipped");
    assertEquals(1, skipped.size());
    assertTrue(skipped.get(0).get("path").asText().endsWith("noise.bin"));
    assertFalse(skipped.get(0).get("why").asText().isBlank());
  }

  @Test
  void should_answer_a_question() {
    json("add", docs.toString());
    JsonNode answer = json("search", "How", "do I repair", "a flat tyre?", "-n", "1");
    assertEquals(List.of("question", "hits", "stats"), keys(answer));
    assertEquals("How do I repair a flat tyre?", answer.get("question").asText());
    assertEquals(1, answer.get("hits").size());
    JsonNode hit = answer.get("hits").get(0);
    assertEquals(
        List.of(
            "id",
            "score",
            "exact",
            "text",
            "metadata",
            "collection",
            "title",
            "place",
            "cosine",
            "coverage",
            "snippet"),
        keys(hit));
    assertEquals("default", hit.get("collection").asText());
    assertEquals("bicycle.txt", hit.get("title").asText());
    assertEquals(1, hit.get("place").get("line").asInt());
    assertTrue(hit.get("snippet").asText().startsWith("To mend a puncture"));
    assertTrue(hit.get("text").asText().contains("puncture"));
    assertTrue(hit.get("metadata").get("source").asText().endsWith("bicycle.txt"));
    assertEquals(1, hit.get("metadata").get("start_line").asInt());
    assertEquals(
        List.of("candidates", "recomputed", "expected_recall", "millis"),
        keys(answer.get("stats")));
    assertEquals(
        List.of("embed_query", "scan", "recompute", "total"),
        keys(answer.get("stats").get("millis")));
    assertTrue(answer.get("stats").get("recomputed").asInt() > 0);
    assertTrue(answer.get("stats").get("expected_recall").asDouble() >= 0.95);
  }

  @Test
  void should_answer_in_a_given_time_with_estimated_scores() {
    addFacts();
    String question = "How do I repair a flat tyre?";
    JsonNode answer = json("search", question, "--mode", "vector", "--within", "1ms");
    assertEquals(3, answer.get("hits").size());
    assertEquals(0, answer.get("stats").get("recomputed").asInt(), "the question alone takes more");
    assertFalse(answer.get("hits").get(0).get("exact").asBoolean());
    String cost = shell.run("search", question, "-v", "--within", "1ms").err();
    assertTrue(cost.contains("0 re-embedded, expected recall "), cost);
    for (String time : List.of("soon", "0ms", "5", "-1s")) {
      Shell.Result refused = shell.run("search", question, "--within=" + time);
      assertEquals(2, refused.status());
      assertTrue(refused.err().contains("such as 100ms or 2s, got '" + time + "'"), refused.err());
    }
  }

  @Test
  void should_search_words_without_a_model() {
    json("add", docs.toString());
    // The model is read when something is embedded, so one that does not exist stays unnoticed.
    JsonNode answer = json("search", "puncture", "--mode", "lexical", "--model", "no-such-folder");
    assertEquals(1, answer.get("hits").size());
    assertEquals(0, answer.get("stats").get("recomputed").asInt());
    for (String command : List.of("list", "stats", "check")) {
      json(command, "--model", "no-such-folder");
    }
  }

  @Test
  void should_filter_before_searching() {
    addFacts();
    assertEquals(
        List.of("bread"),
        ids(json("search", "moon", "--where", "{\"topic\": \"food\"}").get("hits")));
    assertEquals(
        List.of("moon"),
        ids(json("search", "bread", "--where", "{\"year\": {\"$gte\": 1960}}").get("hits")));
    assertEquals(
        List.of("bridge"),
        ids(json("search", "bread", "--where", "{\"$contains\": \"橋\"}").get("hits")));
    assertEquals(0, json("search", "bread", "--where", "{\"topic\": \"none\"}").get("hits").size());
  }

  @Test
  void should_answer_a_file_of_questions_a_line_each() throws IOException {
    addFacts();
    Path questions = dir.resolve("questions.txt");
    Files.writeString(questions, "What is in orbit?\n\n  What makes dough grow?  \n");
    Shell.Result result = run("search", "--batch", questions.toString(), "--json", "-n", "1");
    assertEquals(0, result.status(), result.err());
    List<JsonNode> answers = result.jsonLines();
    assertEquals(2, answers.size());
    assertEquals("What is in orbit?", answers.get(0).get("question").asText());
    assertEquals(List.of("moon"), ids(answers.get(0).get("hits")));
    assertEquals("What makes dough grow?", answers.get(1).get("question").asText());
    assertEquals(List.of("bread"), ids(answers.get(1).get("hits")));
    shell.input = "What makes dough grow?";
    assertEquals(List.of("bread"), ids(json("search", "--batch", "-", "-n", "1").get("hits")));
  }

  @Test
  void should_show_hits_to_people() {
    json("add", docs.toString());
    Shell.Result plain = run("search", "How do I repair a flat tyre?", "-n", "1");
    assertEquals(0, plain.status());
    String[] lines = plain.out().split("\n");
    assertTrue(lines[0].matches("1  .*bicycle\\.txt:1"), lines[0]);
    assertTrue(lines[1].startsWith("   To mend a puncture"), lines[1]);
    assertFalse(plain.out().contains("\u001b"));
    assertEquals("", plain.err());
    Shell.Result verbose = run("search", "How do I repair a flat tyre?", "-n", "1", "-v");
    assertTrue(
        verbose.out().lines().findFirst().get().matches(".*  0\\.\\d{4}" + PARTS), verbose.out());
    assertTrue(verbose.err().contains("re-embedded"), verbose.err());
    shell.terminal = true;
    assertTrue(run("search", "tyre").out().contains("\u001b["));
    shell.env.put("NO_COLOR", "1");
    assertFalse(run("search", "tyre").out().contains("\u001b["));
  }

  @Test
  void should_leave_out_hits_below_a_given_score() {
    json("add", docs.toString());
    assertEquals(0, json("search", "tyre", "--min-score", "0.99").get("hits").size());
    assertEquals(2, json("search", "xylophone", "-n", "5").get("hits").size());
    assertTrue(
        run("search", "tyre", "--min-score", "0.99").out().startsWith("Nothing close. Nearest: "));
  }

  @Test
  void should_open_a_hit_at_its_line() throws IOException {
    json("add", docs.toString());
    Path heard = dir.resolve("heard");
    Path vi = Files.writeString(dir.resolve("vi"), "#!/bin/sh\necho \"$@\" > '" + heard + "'\n");
    assertTrue(vi.toFile().setExecutable(true));
    shell.env.put("EDITOR", vi.toString());
    assertEquals(0, run("search", "puncture", "--mode", "lexical", "--open", "1").status());
    assertTrue(Files.readString(heard).matches("\\+1 /.*/bicycle\\.txt\n"));
    Shell.Result none = run("search", "puncture", "--mode", "lexical", "--open", "7");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("no hit 7"), none.err());
    assertEquals(2, run("search", "x", "--open", "1", "--json").status());
  }

  @Test
  void should_keep_documents_from_writing_to_the_terminal() throws IOException {
    Path evil = dir.resolve("evil.jsonl");
    Files.writeString(
        evil, "{\"id\": \"e\", \"text\": \"Evil \\u001b]0;owned\\u0007 and \\u001b[2J text.\"}");
    json("add", evil.toString());
    shell.terminal = true;
    shell.env.put("NO_COLOR", "1");
    Shell.Result result = run("search", "evil", "--mode", "lexical");
    assertTrue(result.out().contains("Evil"), result.out());
    assertFalse(result.out().contains("\u001b"), result.out());
  }

  @Test
  void should_print_nothing_but_the_answer() {
    Shell.Result added = run("add", docs.toString(), "--quiet");
    assertEquals(0, added.status());
    assertEquals(1, added.out().lines().count(), added.out());
    assertEquals("", added.err());
    Shell.Result searched = run("search", "tea", "--quiet", "--json");
    assertEquals("", searched.err());
  }

  @Test
  void should_draw_progress_on_a_terminal_only() throws IOException {
    for (int i = 0; i < 40; i++) {
      Files.writeString(docs.resolve(i + ".txt"), ("Line " + i + " of nothing.\n").repeat(50));
    }
    shell.terminal = true;
    Shell.Result drawn = run("add", docs.toString(), "--json");
    assertTrue(drawn.err().contains("\r\u001b[?7l["), drawn.err());
    assertTrue(drawn.err().endsWith("\r\u001b[K"), "the bar is removed at the end");
    assertEquals(42, drawn.json().get("files").asInt());
    shell.terminal = false;
    assertEquals("", run("add", docs.toString(), "--collection", "plain", "--json").err());
  }

  @Test
  void should_list_collections_and_their_bytes() {
    addFacts();
    json("add", docs.toString(), "--collection", "docs");
    for (String command : List.of("list", "stats")) {
      JsonNode collections = json(command).get("collections");
      assertEquals(2, collections.size());
      JsonNode first = collections.get(0);
      assertEquals("default", first.get("name").asText());
      assertEquals("leann", first.get("backend").asText());
      assertEquals(3, first.get("records").asInt());
      assertTrue(first.get("raw_text_bytes").asInt() > 0);
      JsonNode bytes = first.get("bytes");
      assertEquals(
          List.of("text", "vectors", "lexical", "ids_metadata", "other", "total"), keys(bytes));
      long sum = 0;
      for (String kind : List.of("text", "vectors", "lexical", "ids_metadata", "other")) {
        assertTrue(bytes.get(kind).asLong() > 0, kind);
        sum += bytes.get(kind).asLong();
      }
      assertEquals(sum, bytes.get("total").asLong());
    }
    assertEquals(1, json("stats", "--collection", "docs").get("collections").size());
    String table = run("stats", "--collection", "default").out();
    // 3 passages of 384 floats.
    assertTrue(table.matches("(?s).*embeddings as float32 +4,608 +1,536\\.0 .*"), table);
  }

  @Test
  void should_get_passages_by_id_and_condition() {
    addFacts();
    Shell.Result some = run("get", "moon", "nowhere", "moon", "--json");
    assertEquals(1, some.status());
    assertTrue(some.err().contains("Not found: nowhere"), some.err());
    JsonNode got = some.json();
    assertEquals(List.of("records", "missing"), keys(got));
    assertEquals(List.of("moon"), ids(got.get("records")));
    assertEquals("[\"nowhere\"]", got.get("missing").toString());
    JsonNode passage = got.get("records").get(0);
    assertEquals(List.of("id", "text", "metadata"), keys(passage));
    assertEquals(1969, passage.get("metadata").get("year").asInt());
    assertTrue(passage.get("metadata").get("year").isIntegralNumber());
    assertEquals(
        List.of("bread"), ids(json("get", "--where", "{\"topic\": \"food\"}").get("records")));
    assertEquals(2, json("get", "--where", "{}", "--limit", "2").get("records").size());
    assertEquals(3, json("get", "--where", "{}").get("records").size());
    assertTrue(run("get", "bridge").out().contains("橋は川の上にあります"));
  }

  @Test
  void should_delete_and_say_how_many() {
    addFacts();
    assertEquals(1, json("delete", "moon", "nowhere").get("deleted").asInt());
    assertEquals(0, json("delete", "moon").get("deleted").asInt());
    assertEquals(1, json("delete", "--where", "{\"topic\": \"food\"}").get("deleted").asInt());
    assertEquals(List.of("bridge"), ids(json("get", "--where", "{}").get("records")));
  }

  @Test
  void should_clear_only_when_confirmed() {
    addFacts();
    assertEquals(2, run("clear").status());
    shell.terminal = true;
    shell.input = "no\n";
    assertEquals(1, run("clear").status());
    shell.input = "";
    assertEquals(1, run("clear").status());
    assertEquals(1, json("list").get("collections").size());
    shell.input = "y\n";
    Shell.Result cleared = run("clear", "--json");
    assertTrue(cleared.err().contains("'default' with 3 passages"), cleared.err());
    assertEquals(
        "{\"cleared\":\"default\",\"backend\":\"leann\",\"records\":3}", cleared.json().toString());
    assertEquals(0, json("list").get("collections").size());
    shell.terminal = false;
    addFacts();
    assertEquals(3, json("clear", "--yes").get("records").asInt());
  }

  @Test
  void should_export_what_can_be_added_again() throws IOException {
    addFacts();
    Shell.Result exported = run("export");
    assertEquals(3, exported.jsonLines().size());
    assertEquals(List.of("id", "text", "metadata"), keys(exported.jsonLines().get(0)));
    Path file = dir.resolve("copy.jsonl");
    Shell.Result written = run("export", "--output", file.toString());
    assertEquals("", written.out());
    assertEquals(exported.out(), Files.readString(file, StandardCharsets.UTF_8));
    json("add", file.toString(), "--collection", "copy");
    assertEquals(sorted(exported.out()), sorted(run("export", "--collection", "copy").out()));
    try (Stream<Path> files = Files.list(dir)) {
      assertFalse(files.anyMatch(f -> f.getFileName().toString().startsWith(".copy")));
    }
  }

  private static List<String> sorted(String lines) {
    return lines.lines().sorted().toList();
  }

  @Test
  void should_export_embeddings_of_unit_length() {
    addFacts();
    for (JsonNode passage : run("export", "--embeddings").jsonLines()) {
      JsonNode embedding = passage.get("embedding");
      assertNotNull(embedding);
      assertEquals(384, embedding.size());
      double length = 0;
      for (JsonNode v : embedding) {
        length += v.asDouble() * v.asDouble();
      }
      assertEquals(1, length, 1e-4);
    }
  }

  @Test
  void should_leave_an_existing_file_alone_if_the_export_fails() throws IOException {
    Path file = Files.writeString(dir.resolve("kept.jsonl"), "old");
    assertEquals(1, run("export", "--collection", "nowhere", "--output", file.toString()).status());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void should_report_damage_with_status_1() throws IOException {
    addFacts();
    Path damaged;
    try (Stream<Path> files = Files.walk(dir.resolve("data"))) {
      damaged =
          files
              .filter(f -> f.getFileName().toString().matches("_.*\\.(fdt|cfs)"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(damaged);
    byte[] broken = bytes.clone();
    broken[broken.length / 2] ^= 0x55;
    Files.write(damaged, broken);
    Shell.Result result = run("check", "--json");
    assertEquals(1, result.status());
    JsonNode report = result.json();
    assertFalse(report.get("ok").asBoolean());
    JsonNode collection = report.get("collections").get(0);
    assertEquals(List.of("name", "backend", "ok", "verified", "problems"), keys(collection));
    assertTrue(collection.get("problems").size() > 0);
    Files.write(damaged, bytes);
  }

  @Test
  void should_not_let_an_unreadable_collection_hide_the_others() throws IOException {
    addFacts();
    Path file = dir.resolve("facts.jsonl");
    Files.writeString(file, "{\"id\": \"a\", \"text\": \"b\"}");
    json("add", file.toString(), "--collection", "broken");
    Path index = dir.resolve("data/leann/broken/index");
    Files.move(index, index.resolveSibling("away"));
    for (String command : List.of("list", "stats")) {
      Shell.Result listed = run(command, "--json");
      assertEquals(1, listed.status());
      assertEquals("default", listed.json().get("collections").get(0).get("name").asText());
      assertTrue(listed.err().contains("is missing or incomplete"), listed.err());
    }
    JsonNode checked = run("check", "--json").json().get("collections");
    assertFalse(checked.get(0).get("ok").asBoolean());
    assertTrue(checked.get(1).get("ok").asBoolean());
    assertEquals(
        "broken", json("clear", "--collection", "broken", "--yes").get("cleared").asText());
    assertEquals(0, run("list").status());
  }

  @Test
  void should_miss_no_collection_whose_settings_are_lost() throws IOException {
    addFacts();
    Path settings = dir.resolve("data/leann/default/collection.json");
    String before = Files.readString(settings);
    Files.delete(settings);
    JsonNode listed = json("list").get("collections").get(0);
    assertEquals("default", listed.get("name").asText());
    Shell.Result checked = run("check");
    assertEquals(1, checked.status());
    assertTrue(checked.out().contains("collection.json is missing"), checked.out());
    json("add", docs.toString());
    assertEquals(0, run("check").status());
    assertEquals(before, Files.readString(settings));
  }

  @Test
  void should_leave_no_collection_behind_when_a_first_add_fails() {
    assertEquals(2, run("add", docs.toString(), "--chunk-tokens", "100000").status());
    assertEquals(0, json("list").get("collections").size());
  }

  @Test
  void should_not_depend_on_the_locale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      json("add", docs.toString());
      JsonNode hit = json("search", "tyre", "-n", "1").get("hits").get(0);
      assertTrue(hit.get("score").isDouble());
      assertTrue(
          run("search", "puncture", "-n", "1", "-v")
              .out()
              .matches("(?s)1 .*  [01]\\.\\d{4}" + PARTS + "\n.*"));
      assertTrue(run("stats").out().contains("1,536.0"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void should_run_the_demo_over_the_documents_of_its_home() throws IOException {
    Path home = Files.createDirectories(dir.resolve("home/docs"));
    Files.writeString(home.getParent().resolve("README.md"), "# Install\n\nYou need a JDK.\n");
    Files.writeString(home.resolve("cli.md"), "The option --json prints one JSON document.\n");
    shell.env.put("RAGGED_HOME", home.getParent().toString());
    JsonNode demo = json("demo");
    assertEquals(List.of("added", "answers", "collection"), keys(demo));
    assertEquals(2, demo.get("added").get("files").asInt());
    assertEquals(3, demo.get("answers").size());
    assertTrue(demo.get("collection").get("bytes").get("total").asLong() > 0);
    assertFalse(Files.exists(dir.resolve("data")), "the demo leaves nothing behind");
    assertTrue(run("demo").out().contains("embeddings as float32"));
    shell.env.put("RAGGED_HOME", dir.resolve("nowhere").toString());
    assertEquals(1, run("demo").status());
  }
}
