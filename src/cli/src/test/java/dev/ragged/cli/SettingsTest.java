package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SettingsTest {
  @TempDir Path dir;

  private final Map<String, String> env = new HashMap<>();

  private RaggedCommand ragged;

  /** Reads arguments without running the command. */
  private SearchCommand search(String... args) {
    ragged =
        new RaggedCommand(
            new Terminal(
                InputStream.nullInputStream(),
                new Output(PrintStream.nullOutputStream(), () -> true),
                new PrintStream(PrintStream.nullOutputStream()),
                false,
                false,
                false,
                80,
                env));
    CommandLine commandLine = Main.commandLine(ragged);
    commandLine.parseArgs(args);
    return commandLine.getSubcommands().get("search").getCommand();
  }

  private void config(String text) throws IOException {
    Files.writeString(dir.resolve("config.yaml"), text);
  }

  @Test
  void should_have_the_documented_defaults() {
    env.put("HOME", dir.toString());
    SearchCommand search = search("search", "x");
    assertEquals(3, search.limit);
    assertEquals(0.95, search.recall);
    assertEquals(256, search.searchComplexity);
    assertEquals("default", search.collection.name);
    assertEquals(Backend.AUTO, ragged.backend);
    assertEquals("bundled", ragged.model);
    assertEquals(dir.resolve(".ragged"), ragged.dataDir());
  }

  @Test
  void should_prefer_flags_to_variables_to_the_file_to_defaults() throws IOException {
    env.put("RAGGED_DATA_DIR", dir.toString());
    config("limit: 5\nmode: lexical\nrecall: 0.5\nvectorstore:\n  backend: leann\n");
    assertEquals(5, search("search", "x").limit);
    env.put("RAGGED_LIMIT", "7");
    assertEquals(7, search("search", "x").limit);
    assertEquals(9, search("search", "x", "-n", "9").limit);
    assertEquals(9, search("search", "x", "--limit=9").limit);
    assertEquals(0.5, search("search", "x").recall);
    assertEquals(Backend.LEANN, ragged.backend);
    search("--backend", "chromadb", "search", "x");
    assertEquals(Backend.CHROMADB, ragged.backend);
    search("search", "x", "--backend", "chromadb");
    assertEquals(Backend.CHROMADB, ragged.backend);
  }

  @Test
  void should_treat_an_empty_variable_as_unset() {
    env.put("RAGGED_DATA_DIR", dir.toString());
    env.put("RAGGED_LIMIT", "");
    assertEquals(3, search("search", "x").limit);
  }

  @Test
  void should_read_the_file_in_the_data_directory_that_a_flag_names() throws IOException {
    config("limit: 5");
    env.put("RAGGED_DATA_DIR", dir.resolve("elsewhere").toString());
    assertEquals(3, search("search", "x").limit);
    assertEquals(5, search("search", "x", "--data-dir", dir.toString()).limit);
    assertEquals(5, search("--data-dir", dir.toString(), "search", "x").limit);
    assertEquals(dir, ragged.dataDir());
  }

  @Test
  void should_take_an_empty_file() throws IOException {
    env.put("RAGGED_DATA_DIR", dir.toString());
    config("# nothing set\n");
    assertEquals(3, search("search", "x").limit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no_such_key: 1",
        "limit: 5\nno_such_key: 1",
        "data_dir: /tmp",
        "limit: [1]",
        "limit:",
        "limit: {a: 1}",
        "limit: 5\nlimit: 6",
        "- limit",
        "just text",
        "limit: [",
        "limit: five",
        "mode: sideways",
        "vectorstore: leann",
        "vectorstore: {backend: sideways}",
        "vectorstore: {backends: leann}",
        "vectorstore.backend: leann",
        "vectorstore: {collections: leann}",
        "vectorstore: {collections: {notes: sideways}}",
        "vectorstore: {collections: {notes: [leann]}}",
        "leann: {graph_degree: many}",
        "leann: {graph_degree: 1}",
        "leann: {graph_degree: 513}",
        "chromadb: {url: localhost}",
        "chromadb: {url: 'ftp://localhost'}",
        "chromadb: {timeout: soon}",
        "chromadb: {timeout: 0}",
        "chromadb: {command: []}",
        "chromadb: [1]",
        "? !!java.lang.Thread {}"
      })
  void should_refuse_a_file_it_does_not_understand(String text) throws IOException {
    config(text);
    Shell.Result result = new Shell(dir).run("search", "x");
    assertEquals(2, result.status(), result.err());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("config.yaml"), result.err());
  }

  @Test
  void should_name_the_unknown_key() throws IOException {
    config("limits: 5");
    assertTrue(new Shell(dir).run("list").err().contains("'limits'"));
  }

  @Test
  void should_name_the_variable_that_is_wrong() {
    Shell shell = new Shell(dir);
    shell.env.put("RAGGED_LIMIT", "many");
    Shell.Result result = shell.run("search", "x");
    assertEquals(2, result.status());
    assertTrue(result.err().contains("RAGGED_LIMIT"), result.err());
  }
}
