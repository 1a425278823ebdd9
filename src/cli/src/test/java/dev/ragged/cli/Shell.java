package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands as a shell would, with streams, environment and terminals of the test's choice. */
final class Shell {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Map<String, String> env = new HashMap<>();
  String input = "";
  boolean terminal;
  int width = 80;

  /** What a command left behind. */
  record Result(int status, String out, String err) {
    JsonNode json() {
      List<JsonNode> lines = jsonLines();
      if (lines.size() != 1) {
        throw new AssertionError("Expected one JSON document, got: " + out + err);
      }
      return lines.get(0);
    }

    List<JsonNode> jsonLines() {
      List<JsonNode> documents = new ArrayList<>();
      for (String line : out.lines().toList()) {
        try {
          documents.add(MAPPER.readTree(line));
        } catch (IOException e) {
          throw new AssertionError("Not JSON: " + line, e);
        }
      }
      return documents;
    }
  }

  Shell(Path dataDir) {
    env.put("RAGGED_DATA_DIR", dataDir.toString());
  }

  /** What a command would talk to, with nobody listening. */
  Terminal terminal() {
    return terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream());
  }

  private Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Terminal(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new Output(out, () -> false),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        terminal,
        terminal,
        width,
        env);
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(terminal(out, err), args);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What a command that must succeed prints with {@code --json}. */
  JsonNode json(String... args) {
    Result result = run(Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new));
    assertEquals(0, result.status(), result.err());
    return result.json();
  }
}
