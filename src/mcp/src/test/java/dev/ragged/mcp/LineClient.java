package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that writes lines and reads lines, so that a test sees what goes over the wire. */
final class LineClient implements AutoCloseable {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final int PIPE = 1 << 22;

  private final OutputStream toServer;
  private final BufferedReader fromServer;
  private final CompletableFuture<Void> server;
  private int lastId;

  /** What came before the last answer. */
  final List<JsonNode> notifications = new ArrayList<>();

  LineClient(McpTools tools, boolean mayChange) throws IOException {
    PipedInputStream in = new PipedInputStream(PIPE);
    toServer = new PipedOutputStream(in);
    PipedInputStream answers = new PipedInputStream(PIPE);
    PipedOutputStream out = new PipedOutputStream(answers);
    fromServer = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
    server =
        CompletableFuture.runAsync(
            () -> {
              try (out) {
                new McpStdio(tools, mayChange, out).serve(in);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** Shakes hands. */
  LineClient initialized() throws IOException {
    JsonNode answer =
        request(
            "initialize",
            """
            {"protocolVersion":"2025-11-25","capabilities":{},
             "clientInfo":{"name":"test","version":"1"}}""");
    assertNotNull(answer.get("result"), answer.toString());
    send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return this;
  }

  void send(String line) throws IOException {
    send((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    toServer.write(bytes);
    toServer.flush();
  }

  /** The next line, which must be JSON-RPC; null at the end. */
  JsonNode receive() throws IOException {
    String line = fromServer.readLine();
    if (line == null) {
      return null;
    }
    JsonNode message = MAPPER.readTree(line);
    assertEquals("2.0", message.path("jsonrpc").asText(), line);
    return message;
  }

  int ask(String method, String params) throws IOException {
    ObjectNode request = MAPPER.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", ++lastId).put("method", method);
    request.set("params", MAPPER.readTree(params));
    send(MAPPER.writeValueAsString(request));
    return lastId;
  }

  /** The whole answer to a request. */
  JsonNode request(String method, String params) throws IOException {
    int id = ask(method, params);
    notifications.clear();
    for (JsonNode message = receive(); message != null; message = receive()) {
      if (message.has("id")) {
        assertEquals(id, message.get("id").asInt(), message.toString());
        return message;
      }
      notifications.add(message);
    }
    throw new AssertionError("No answer to " + method + ".");
  }

  /** The result of a call. */
  JsonNode call(String tool, String arguments) throws IOException {
    JsonNode answer =
        request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    assertNotNull(answer.get("result"), answer.toString());
    return answer.get("result");
  }

  /** What a call that must succeed answers. */
  JsonNode structured(String tool, String arguments) throws IOException {
    JsonNode result = call(tool, arguments);
    assertFalse(result.path("isError").asBoolean(), result.toString());
    return result.get("structuredContent");
  }

  /** The sentence of a call that must fail. */
  String failure(String tool, String arguments) throws IOException {
    JsonNode result = call(tool, arguments);
    assertEquals(true, result.path("isError").asBoolean(), result.toString());
    assertEquals(1, result.get("content").size(), result.toString());
    return result.at("/content/0/text").asText();
  }

  /** Closes this end, and waits for the other to come to its own. */
  @Override
  public void close() throws IOException {
    toServer.close();
    try {
      server.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException("The server did not end.", e);
    }
  }
}
