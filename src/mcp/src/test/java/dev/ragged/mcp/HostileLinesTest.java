package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileLinesTest {
  private static final long SEED = 20261127;

  @TempDir Path dir;

  private Fixture fixture;
  private LineClient client;

  @BeforeEach
  void serve() throws IOException {
    fixture = new Fixture(dir);
    client = new LineClient(fixture.tools, true).initialized();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    fixture.close();
  }

  private void assertRefused(int code, String line) throws IOException {
    client.send(line);
    JsonNode answer = client.receive();
    assertEquals(
        code, answer.at("/error/code").asInt(), line.substring(0, Math.min(99, line.length())));
    assertTrue(answer.has("id") && answer.get("id").isNull(), answer.toString());
    String sentence = answer.at("/error/message").asText();
    assertTrue(sentence.endsWith(".") && sentence.length() < 200, sentence);
  }

  private void assertServes() throws IOException {
    assertTrue(client.request("ping", "{}").has("result"));
  }

  @Test
  void should_answer_what_is_not_json() throws IOException {
    for (String line :
        List.of("hello", "{", "{\"jsonrpc\":", "\u0000", "[}", "{\"a\":1,\"a\":2}", "{}{}")) {
      assertRefused(-32700, line);
    }
    client.send(new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff, '\n'});
    assertEquals(-32700, client.receive().at("/error/code").asInt());
    assertServes();
  }

  @Test
  void should_answer_json_that_is_no_message() throws IOException {
    for (String line :
        List.of(
            "null",
            "1",
            "\"x\"",
            "[]",
            "{}",
            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
            "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
            "{\"id\":1,\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":[]}")) {
      assertRefused(-32600, line);
    }
    assertServes();
  }

  @Test
  void should_pass_over_lines_that_are_too_long() throws IOException {
    assertRefused(-32600, "{\"x\":\"" + "y".repeat(3 * JsonRpc.MAX_MESSAGE) + "\"}");
    assertRefused(-32700, "[".repeat(JsonRpc.MAX_MESSAGE / 2));
    assertServes();
  }

  @Test
  void should_answer_parameters_of_a_wrong_kind() throws IOException {
    for (String params :
        List.of(
            "[]",
            "7",
            "null",
            "{\"name\":[]}",
            "{\"name\":\"search\",\"arguments\":[]}",
            "{\"name\":\"search\",\"arguments\":\"tea\"}",
            "{\"name\":\"search\",\"_meta\":3}")) {
      JsonNode error = client.request("tools/call", params).get("error");
      assertEquals(-32602, error.get("code").asInt(), params);
      assertTrue(error.get("message").asText().length() < 200, error.toString());
    }
    for (String method :
        List.of("initialize", "resources/read", "completion/complete", "logging/setLevel")) {
      JsonNode answer = client.request(method, "[1]");
      assertEquals(-32602, answer.at("/error/code").asInt(), method);
    }
    assertServes();
  }

  @Test
  void should_say_so_if_there_is_no_such_method() throws IOException {
    assertEquals(-32601, client.request("tools/destroy", "{}").at("/error/code").asInt());
  }

  @Test
  void should_survive_noise() throws IOException {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    String valid =
        "{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"search\",\"arguments\":{\"question\":\"tea\",\"k\":1}}}";
    for (int i = 0; i < 300; i++) {
      byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
      for (int j = 0; j <= i % 4; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) (' ' + random.nextInt(95));
      }
      client.send(new String(bytes, StandardCharsets.UTF_8));
      client.send("{\"jsonrpc\":\"2.0\",\"id\":\"mark " + i + "\",\"method\":\"ping\"}");
      JsonNode answer = client.receive();
      while (!answer.path("id").asText().equals("mark " + i)) {
        assertTrue(answer.has("error") || answer.has("result"), answer.toString());
        answer = client.receive();
      }
    }
  }

  @Test
  void should_refuse_a_second_request_of_the_same_id() throws IOException {
    fixture.write("tea.md", "Tea.");
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":\"same\",\"method\":\"tools/call\",\"params\":{\"name\":\"add\","
            + "\"arguments\":{\"paths\":[\""
            + fixture.documents
            + "\"]}}}";
    client.send(call);
    client.send(call);
    JsonNode refused = client.receive();
    assertEquals(
        "A request with this id is still being answered.", refused.at("/error/message").asText());
    assertEquals(1, client.receive().at("/result/structuredContent/files").asInt());
  }

  @Test
  void should_wait_for_the_handshake() throws IOException {
    try (LineClient early = new LineClient(fixture.tools, true)) {
      assertTrue(early.request("ping", "{}").has("result"));
      JsonNode error = early.request("tools/list", "{}").get("error");
      assertEquals(
          "Send 'initialize' first, and then 'notifications/initialized'.",
          error.get("message").asText());
      assertTrue(early.initialized().request("tools/list", "{}").has("result"));
    }
  }

  @Test
  void should_answer_all_that_was_asked_before_the_end() throws Exception {
    String lines =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"status","arguments":{}}}
        {"jsonrpc":"2.0","id":3,"method":"ping"}""";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new McpStdio(fixture.tools, false, out)
        .serve(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    assertEquals(3, out.toString(StandardCharsets.UTF_8).lines().count(), out.toString());
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"protocolVersion\":\"2025-06-18\""));
  }

  @Test
  void should_end_when_it_is_stopped_though_its_input_goes_on() throws Exception {
    McpStdio server = new McpStdio(fixture.tools, true, new ByteArrayOutputStream());
    PipedOutputStream open = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(open);
    CompletableFuture<Void> served =
        CompletableFuture.runAsync(
            () -> {
              try {
                server.serve(in);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    server.stop();
    served.get(60, TimeUnit.SECONDS);
  }

  @Test
  void should_write_nothing_of_its_own_accord() throws IOException {
    assertServes();
    client.close();
    assertNull(client.receive());
  }
}
