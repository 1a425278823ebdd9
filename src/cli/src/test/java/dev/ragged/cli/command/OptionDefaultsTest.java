package dev.ragged.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OptionDefaultsTest {
  @TempDir Path dir;

  private final Map<String, String> env = new HashMap<>();

  private Session session;

  /** Reads arguments without running the command. */
  private SearchCommand search(String... args) {
    session =
        new Session(
            new Terminal(
                InputStream.nullInputStream(),
                new Output(PrintStream.nullOutputStream(), () -> false),
                new PrintStream(PrintStream.nullOutputStream()),
                false,
                false,
                false,
                80,
                env),
            args);
    CommandLine commandLine = CommandLines.of(session);
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
    assertEquals(0.95, search.how.recall);
    assertEquals(256, search.how.searchComplexity);
    assertEquals(List.of("default"), search.collections.names);
    assertEquals("auto", session.options.backend);
    assertEquals("bundled", session.options.model);
    assertEquals(dir.resolve(".ragged"), session.settings().dataDir());
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
    assertEquals(0.5, search("search", "x").how.recall);
    assertEquals("leann", session.options.backend);
    search("--backend", "chromadb", "search", "x");
    assertEquals("chromadb", session.options.backend);
    search("search", "x", "--backend", "chromadb");
    assertEquals("chromadb", session.options.backend);
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
    assertEquals(dir, session.settings().dataDir());
  }

  @Test
  void should_use_the_last_data_directory_that_is_named() throws IOException {
    config("limit: 5");
    String elsewhere = dir.resolve("elsewhere").toString();
    assertEquals(5, search("--data-dir", elsewhere, "search", "x", "--data-dir=" + dir).limit);
    assertEquals(dir, session.settings().dataDir());
    assertEquals(
        5, search("search", "x", "--data-dir", elsewhere, "--data-dir", dir.toString()).limit);
    assertEquals(7, search("search", "x", "-n", "3", "--limit", "7").limit);
    search("search", "--data-dir", dir.toString(), "--", "--data-dir", elsewhere);
    assertEquals(dir, session.settings().dataDir());
  }

  @Test
  void should_not_read_options_from_a_file() throws IOException {
    Path file = Files.writeString(dir.resolve("args"), "--limit 7");
    SearchCommand search = search("search", "@" + file);
    assertEquals(List.of("@" + file), search.question);
  }

  @Test
  void should_take_an_empty_file() throws IOException {
    env.put("RAGGED_DATA_DIR", dir.toString());
    config("# nothing set\n");
    assertEquals(3, search("search", "x").limit);
  }
}
