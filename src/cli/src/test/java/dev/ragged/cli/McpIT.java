package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.app.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, as an agent's program starts them. */
@DisabledOnOs(OS.WINDOWS)
class McpIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String HANDSHAKE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      """;

  @TempDir Path folder;

  private Path documents;

  @BeforeEach
  void write() throws IOException {
    documents = Files.createDirectories(folder.resolve("documents")).toRealPath();
    Files.writeString(documents.resolve("tea.md"), "Green tea is steeped at eighty degrees.\n");
    // What parsers and libraries like to say something about.
    Files.writeString(documents.resolve("broken.pdf"), "%PDF-1.4\nnothing\n");
    Files.writeString(documents.resolve("broken.docx"), "PK\u0003\u0004nothing");
  }

  private Process start(String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(RealCommand.over(folder.resolve("data"), words))
            .redirectError(folder.resolve("err-" + words[0]).toFile());
    builder.environment().put("RAGGED_SERVER_ALLOW", documents.toString());
    return builder.start();
  }

  private String call(int id, String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + ",\"_meta\":{\"progressToken\":"
        + id
        + "}}}\n";
  }

  private static void send(Process process, String lines) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(lines.getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the answer of a request; every line on the way must be a message. */
  private JsonNode answer(BufferedReader lines, int id) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode message = MAPPER.readTree(line);
      assertEquals("2.0", message.path("jsonrpc").asText(), line);
      if (message.path("id").asInt(-1) == id) {
        return message;
      }
    }
    throw new AssertionError("No answer: " + Files.readString(folder.resolve("err-mcp")));
  }

  private static void assertEnds(Process process, int status) throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(status, process.exitValue());
  }

  @Test
  void should_write_nothing_but_messages() throws Exception {
    Process process = start("mcp", "--verbose");
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      send(process, "nonsense\n" + HANDSHAKE);
      send(process, call(1, "add", "{\"paths\":[\"" + documents + "\"]}"));
      JsonNode added = answer(lines, 1).at("/result/structuredContent");
      assertEquals(1, added.get("files").asInt(), added.toString());
      assertEquals(2, added.get("skipped").size(), added.toString());
      send(process, call(2, "search", "{\"question\":\"hot tea\"}"));
      assertTrue(answer(lines, 2).toString().contains("eighty degrees"));
      process.getOutputStream().close();
      assertEquals(null, lines.readLine());
    }
    assertEnds(process, 0);
  }

  @Test
  void should_offer_no_change_if_it_may_not() throws Exception {
    Process process = start("mcp", "--read-only");
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      send(process, HANDSHAKE + "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n");
      assertFalse(answer(lines, 1).toString().contains("\"name\":\"add\""));
      // As an agent's program does with one that does not end. The process itself would also close
      // its input, which ends it with 0 if it is heard of first.
      process.toHandle().destroy();
      assertEnds(process, 143);
    }
  }

  @Test
  void should_leave_it_to_a_server_that_runs() throws Exception {
    Process server = start("serve", "--port", "0");
    try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(said.readLine().startsWith("Serving at "));
      RunningServer running = RunningServer.of(folder.resolve("data")).orElseThrow();
      Process process = start("mcp");
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        send(process, HANDSHAKE + call(1, "add", "{\"paths\":[\"" + documents + "\"]}"));
        assertEquals(1, answer(lines, 1).at("/result/structuredContent/files").asInt());
        send(process, call(2, "search", "{\"question\":\"hot tea\"}"));
        assertTrue(answer(lines, 2).toString().contains("eighty degrees"));
        server.destroy();
        assertTrue(server.waitFor(60, TimeUnit.SECONDS));
        send(process, call(3, "list_collections", "{}"));
        assertEquals(
            "The server at "
                + running.url()
                + "/mcp does not answer any more; start 'ragged mcp' anew.",
            answer(lines, 3).at("/error/message").asText());
        process.getOutputStream().close();
      }
      assertEnds(process, 0);
    } finally {
      server.destroyForcibly();
    }
  }
}
