package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP: by the SDK's own client, and by hand for what no client sends. */
class McpServletTest {
  private static final String TRUSTED = "X-Trusted";

  @TempDir Path dir;

  private Fixture fixture;
  private HttpFixture server;

  @BeforeEach
  void serve() throws Exception {
    fixture = new Fixture(dir).withNotes();
    server =
        new HttpFixture(
            new McpServlet(fixture.tools, request -> request.getHeader(TRUSTED) != null), 0);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    fixture.close();
  }

  private McpSyncClient client(boolean trusted, List<ProgressNotification> progress) {
    HttpClientStreamableHttpTransport.Builder transport =
        HttpClientStreamableHttpTransport.builder(server.uri.resolve("/").toString())
            .jsonMapper(JsonRpc.MAPPER)
            .endpoint("/mcp");
    if (trusted) {
      transport.requestBuilder(HttpRequest.newBuilder().header(TRUSTED, "yes"));
    }
    McpSyncClient client =
        McpClient.sync(transport.build())
            .jsonSchemaValidator(new Schema())
            .progressConsumer(progress::add)
            .build();
    client.initialize();
    return client;
  }

  private static CallToolRequest call(String tool, Map<String, Object> arguments) {
    return CallToolRequest.builder(tool).arguments(arguments).build();
  }

  private static String text(CallToolResult result) {
    return ((McpSchema.TextContent) result.content().get(0)).text();
  }

  @Test
  void should_serve_the_sdks_own_client() throws IOException {
    List<ProgressNotification> progress = Collections.synchronizedList(new ArrayList<>());
    fixture.write("soup.md", "Soup is best on the second day.");
    try (McpSyncClient client = client(true, progress)) {
      assertEquals("ragged", client.getServerInfo().name());
      assertEquals(5, client.listTools().tools().size());
      CallToolResult found = client.callTool(call("search", Map.of("question", "hot tea")));
      assertTrue(text(found).contains("eighty degrees"), text(found));
      McpSchema.ResourceLink link = (McpSchema.ResourceLink) found.content().get(1);
      McpSchema.TextResourceContents read =
          (McpSchema.TextResourceContents)
              client.readResource(new McpSchema.ReadResourceRequest(link.uri())).contents().get(0);
      assertTrue(read.text().contains("eighty degrees"));
      CallToolResult got =
          client.callTool(
              call(
                  "get",
                  Map.of(
                      "collection",
                      "notes",
                      "names",
                      List.of(fixture.documents.resolve("tea.md") + ":1-3"))));
      assertTrue(text(got).contains("eighty degrees"));
      assertTrue(text(client.callTool(call("list_collections", Map.of()))).contains("notes"));
      assertTrue(text(client.callTool(call("status", Map.of()))).contains("tea.md"));
      CallToolResult added =
          client.callTool(
              CallToolRequest.builder("add")
                  .arguments(Map.of("paths", List.of(fixture.documents.toString())))
                  .meta(Map.of("progressToken", "mine"))
                  .build());
      assertTrue(text(added).startsWith("Added 3 new"), text(added));
      CallToolResult wrong = client.callTool(call("search", Map.of("question", "tea", "k", 0)));
      assertTrue(wrong.isError());
      assertEquals("'k' must be between 1 and 100, got 0.", text(wrong));
    }
    assertFalse(progress.isEmpty());
    assertEquals("mine", progress.get(0).progressToken());
  }

  @Test
  void should_offer_changes_only_to_requests_that_may_change() throws Exception {
    try (McpSyncClient client = client(false, new ArrayList<>())) {
      assertEquals(
          List.of("search", "get", "list_collections", "status"),
          client.listTools().tools().stream().map(McpSchema.Tool::name).toList());
    }
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"add\","
            + "\"arguments\":{\"paths\":[\""
            + fixture.documents
            + "\"],\"collection\":\"other\"}}}";
    String session = server.session();
    JsonNode refused = event(server.post(session, call));
    assertEquals("Unknown tool: add", refused.at("/error/message").asText());
    // The request counts, not the session that it belongs to.
    HttpResponse<String> trusted =
        server.send(
            server
                .request()
                .header("Mcp-Session-Id", session)
                .header(TRUSTED, "yes")
                .POST(BodyPublishers.ofString(call))
                .build());
    assertEquals(2, event(trusted).at("/result/structuredContent/files").asInt());
  }

  private static JsonNode event(HttpResponse<String> response) throws IOException {
    String data =
        response
            .body()
            .lines()
            .filter(line -> line.startsWith("data:"))
            .reduce((first, second) -> second)
            .orElseThrow(() -> new AssertionError(response.statusCode() + response.body()));
    return LineClient.MAPPER.readTree(data.substring("data:".length()));
  }

  @Test
  void should_refuse_what_is_no_message_without_a_trace() throws Exception {
    String session = server.session();
    for (String body : List.of("hello", "[]", "null", "{}", "{\"jsonrpc\":\"1.0\"}", "")) {
      for (String sent : new String[] {null, session}) {
        HttpResponse<String> response = server.post(sent, body);
        assertEquals(400, response.statusCode(), body);
        JsonNode error = LineClient.MAPPER.readTree(response.body());
        assertEquals("2.0", error.get("jsonrpc").asText());
        assertTrue(error.at("/error/code").asInt() <= -32600, response.body());
        assertFalse(response.body().contains("stackTrace"), response.body());
      }
    }
  }

  @Test
  void should_refuse_without_a_trace_where_the_sdk_does() throws Exception {
    String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    for (HttpResponse<String> response :
        List.of(
            server.post(null, list),
            server.post("none", list),
            server.send(
                server
                    .request()
                    .setHeader("Accept", "text/html")
                    .POST(BodyPublishers.ofString(list))
                    .build()),
            server.send(
                server
                    .request()
                    .setHeader("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString(list))
                    .build()),
            server.send(server.request().GET().build()),
            server.send(server.request().DELETE().build()))) {
      assertTrue(response.statusCode() >= 400 && response.statusCode() < 500, response.toString());
      JsonNode error = LineClient.MAPPER.readTree(response.body());
      assertFalse(error.at("/error/message").asText().isEmpty(), response.body());
      assertFalse(response.body().contains("stackTrace"), response.body());
    }
  }

  @Test
  void should_answer_wrong_parameters() throws Exception {
    HttpResponse<String> response =
        server.post(
            server.session(),
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":"
                + "\"search\",\"arguments\":\"tea\"}}");
    assertEquals(200, response.statusCode());
    JsonNode answer = LineClient.MAPPER.readTree(response.body());
    assertEquals(7, answer.get("id").asInt());
    assertEquals(-32602, answer.at("/error/code").asInt());
  }

  @Test
  void should_refuse_bodies_that_are_too_long() throws Exception {
    String body = "{\"x\":\"" + "y".repeat(JsonRpc.MAX_MESSAGE) + "\"}";
    assertEquals(413, server.post(null, body).statusCode());
  }

  @Test
  void should_refuse_versions_that_it_does_not_speak() throws Exception {
    for (String version : List.of("1999-01-01", "2025-11-25")) {
      HttpResponse<String> response =
          server.send(
              server
                  .request()
                  .header("MCP-Protocol-Version", version)
                  .POST(BodyPublishers.ofString(HttpFixture.INITIALIZE))
                  .build());
      assertEquals(version.startsWith("1999") ? 400 : 200, response.statusCode());
    }
  }

  @Test
  void should_end_sessions() throws Exception {
    String session = server.session();
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    assertEquals(200, server.post(session, ping).statusCode());
    server.send(server.request().header("Mcp-Session-Id", session).DELETE().build());
    assertEquals(404, server.post(session, ping).statusCode());
    assertNotEquals(session, server.session());
  }

  /** Cancels in a session of its own, of another client, or by ending the session. */
  @Test
  void should_let_only_the_same_session_cancel() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    List<Call> seen = Collections.synchronizedList(new ArrayList<>());
    try (HttpFixture slow = new HttpFixture(SlowServer.servlet(begun, seen), 0)) {
      String session = slow.session();
      String other = slow.session();
      String call =
          "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\","
              + "\"arguments\":{}}}";
      String cancel =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}";
      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return slow.post(session, call);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      begun.await();
      Thread.sleep(3 * HttpFixture.IDLE_MILLIS); // that nothing is sent for a while ends nothing
      assertEquals(202, slow.post(other, cancel).statusCode());
      assertFalse(seen.get(0).cancellation().isCancelled());
      assertEquals(202, slow.post(session, cancel).statusCode());
      assertTrue(event(answer.get()).at("/result/content/0/text").asText().equals("cancelled"));
    }
  }
}
