package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path dir;

  private void config(String text) throws IOException {
    Files.writeString(dir.resolve("config.yaml"), text);
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
        "leann: {vectors: perhaps}",
        "leann: {cache_megabytes: many}",
        "leann: {cache_megabytes: -1}",
        "leann: {cache_megabytes: 1000001}",
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
  void should_refuse_a_file_it_cannot_read_whatever_the_order_of_options() throws IOException {
    Files.createDirectory(dir.resolve("config.yaml"));
    Shell.Result result = new Shell(dir).run("search", "x", "--collection", "notes", "--quiet");
    assertEquals(2, result.status(), result.err());
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
