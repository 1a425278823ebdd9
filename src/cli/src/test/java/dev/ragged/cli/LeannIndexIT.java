package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.Embedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.testkit.LeannInstallation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An index that the Python package LEANN built, searched and imported from the command line. */
@Timeout(300)
class LeannIndexIT {
  private static final String[] THINGS =
      "kettle bridge violin garden lighthouse piano tunnel bakery glacier railway".split(" ");
  private static final String[] PLACES =
      "the harbour|a village|the mountains|an old town|the desert|the coast|a forest".split("\\|");
  private static final int PASSAGES = THINGS.length * PLACES.length * 2;

  @TempDir static Path folder;

  @TempDir Path dir;

  private Shell shell;

  @BeforeAll
  static void build_with_python() throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<String> texts = new ArrayList<>();
    for (String thing : THINGS) {
      for (String place : PLACES) {
        texts.add("The " + thing + " near " + place + " was repaired last year.");
        texts.add("Nobody remembers who painted the " + thing + " in " + place + ".");
      }
    }
    List<String> lines = new ArrayList<>();
    try (Embedder model = OnnxEmbedder.bundled()) {
      List<float[]> vectors = model.embed(texts);
      for (int i = 0; i < texts.size(); i++) {
        Map<String, Object> passage = new HashMap<>();
        passage.put("id", "p" + i);
        passage.put("n", i);
        passage.put("text", texts.get(i));
        passage.put("vector", vectors.get(i));
        lines.add(json.writeValueAsString(passage));
      }
    }
    Files.write(folder.resolve("passages.jsonl"), lines);
    for (String model : List.of("sentence-transformers/all-MiniLM-L6-v2", "facebook/contriever")) {
      python(folder, "leann_build.py", folder.toString(), model);
    }
  }

  private static void python(Path place, String script, String... arguments) throws Exception {
    Path file = place.resolve(script);
    try (InputStream in = LeannIndexIT.class.getResourceAsStream(script)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command =
        new ArrayList<>(List.of(LeannInstallation.python().toString(), file.toString()));
    command.addAll(List.of(arguments));
    Path log = place.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(0, process.waitFor(), Files.readString(log));
  }

  @BeforeEach
  void open() {
    shell = new Shell(dir.resolve("data"));
  }

  private static String index(String name) {
    return folder.resolve(name + ".leann").toString();
  }

  private JsonNode json(String... args) {
    return shell.json(args);
  }

  @Test
  void should_search_an_index_where_it_lies() throws IOException {
    long before = bytes();
    JsonNode answer =
        json("leann", "search", index("all-MiniLM-L6-v2"), "Who painted", "the violin?", "-n", "2");
    assertEquals("Who painted the violin?", answer.get("question").asText());
    assertEquals(2, answer.get("hits").size());
    JsonNode hit = answer.get("hits").get(0);
    assertTrue(hit.get("text").asText().contains("painted the violin"), hit.toString());
    assertTrue(hit.get("metadata").get("n").isIntegralNumber());
    int recomputed = answer.at("/stats/recomputed").asInt();
    assertTrue(recomputed > 2 && recomputed <= PASSAGES, "" + recomputed);
    Shell.Result plain =
        shell.run("leann", "search", index("all-MiniLM-L6-v2"), "piano", "--complexity", "16");
    assertEquals(5, plain.out().lines().filter(line -> line.matches("\\d  p\\d+")).count());
    assertFalse(Files.exists(dir.resolve("data")), "nothing is made");
    assertEquals(before, bytes(), "the index is as it was");
  }

  private static long bytes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void should_import_an_index_and_go_on_where_it_was_torn_off() throws IOException {
    // What a run that was killed leaves: some passages under the working name.
    List<String> written = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("passages.jsonl")).subList(0, 40)) {
      JsonNode passage = new ObjectMapper().readTree(line);
      written.add(((ObjectNode) passage).retain("id", "text").toString());
    }
    Path some = Files.write(dir.resolve("some.jsonl"), written);
    json("add", some.toString(), "--collection", "docs.importing");
    JsonNode imported = json("leann", "import", index("all-MiniLM-L6-v2"), "--collection", "docs");
    assertEquals(PASSAGES, imported.get("passages").asInt());
    assertEquals(PASSAGES - 40, imported.get("written").asInt());
    JsonNode collections = json("list").get("collections");
    assertEquals(1, collections.size());
    assertEquals("docs", collections.get(0).get("name").asText());
    assertEquals(PASSAGES, collections.get(0).get("records").asInt());
    String best =
        json("search", "Who painted the violin?", "--collection", "docs", "-n", "1")
            .at("/hits/0/text")
            .asText();
    assertTrue(best.contains("painted the violin"), best);
    Shell.Result again =
        shell.run("leann", "import", index("all-MiniLM-L6-v2"), "--collection", "docs");
    assertEquals(1, again.status());
    assertEquals(1, again.err().lines().count(), again.err());
    assertTrue(json("leann", "import", index("all-MiniLM-L6-v2")).get("passages").asInt() > 0);
    assertTrue(shell.run("list").out().contains("all-MiniLM-L6-v2 ("), "named as the index is");
    assertEquals(0, shell.run("check").status());
  }

  @Test
  void should_say_which_model_is_missing() {
    for (String command : List.of("search", "import")) {
      List<String> args = new ArrayList<>(List.of("leann", command, index("contriever")));
      if (command.equals("search")) {
        args.add("question");
      }
      Shell.Result result = shell.run(args.toArray(String[]::new));
      assertEquals(1, result.status());
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().contains("facebook/contriever"), result.err());
      assertTrue(result.err().contains("'model'"), result.err());
    }
    // Whoever says which model it is, is believed as long as the dimension fits.
    assertEquals(
        5,
        json("leann", "search", index("contriever"), "piano", "--model", "bundled")
            .get("hits")
            .size());
    Shell.Result none = shell.run("leann", "search", index("nothing"), "question");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("nothing.leann.meta.json does not exist"), none.err());
  }

  /**
   * Python opens the index, walks it and reads its passages; only the model is a table of the
   * vectors that it would make.
   */
  @Test
  void should_export_what_python_answers_from() throws Exception {
    json("leann", "import", index("all-MiniLM-L6-v2"), "--collection", "docs");
    Path exported = dir.resolve("out/docs.leann");
    JsonNode told = json("leann", "export", "docs", exported.toString());
    assertEquals(PASSAGES, told.get("passages").asInt());
    assertEquals("sentence-transformers/all-MiniLM-L6-v2", told.get("embedding_model").asText());
    try (Stream<Path> files = Files.list(exported.getParent())) {
      assertEquals(5, files.count(), "and nothing else");
    }
    List<String> questions =
        List.of("Who painted the violin?", "Was the bridge repaired?", "a kettle in a village");
    ObjectMapper json = new ObjectMapper();
    Map<String, float[]> table = new HashMap<>();
    List<float[]> asked = new ArrayList<>();
    try (Embedder model = OnnxEmbedder.bundled()) {
      for (String line : Files.readAllLines(folder.resolve("passages.jsonl"))) {
        JsonNode passage = json.readTree(line);
        table.put(
            passage.get("id").asText(), model.embed(List.of(passage.get("text").asText())).get(0));
      }
      questions.forEach(question -> asked.add(model.embedQuery(question)));
    }
    json.writeValue(dir.resolve("questions.json").toFile(), asked);
    json.writeValue(dir.resolve("table.json").toFile(), table);
    python(
        dir,
        "leann_ask.py",
        exported.toString(),
        dir.resolve("questions.json").toString(),
        dir.resolve("table.json").toString(),
        dir.resolve("answers.json").toString());
    JsonNode answers = json.readTree(dir.resolve("answers.json").toFile());
    for (int i = 0; i < questions.size(); i++) {
      List<String> here = new ArrayList<>();
      String question = questions.get(i);
      json("search", question, "-c", "docs", "-n", "5", "--recall", "1", "--mode", "vector")
          .get("hits")
          .forEach(hit -> here.add(hit.get("id").asText() + hit.get("text").asText()));
      List<String> there = new ArrayList<>();
      answers.get(i).forEach(hit -> there.add(hit.get(0).asText() + hit.get(1).asText()));
      assertEquals(here, there, question);
      List<String> walked = new ArrayList<>();
      json("leann", "search", exported.toString(), question)
          .get("hits")
          .forEach(hit -> walked.add(hit.get("id").asText() + hit.get("text").asText()));
      assertEquals(here, walked, question);
    }
    Shell.Result again = shell.run("leann", "export", "docs", exported.toString());
    assertEquals(1, again.status());
    assertTrue(again.err().contains("already exists"), again.err());
  }
}
