package dev.ragged.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents at {@code /mcp}: who may do what there. The protocol itself is tested in ragged-mcp. */
class AgentsTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  @TempDir Path dir;

  private static HttpRequest.Builder message(HttpRequest.Builder request, String body) {
    return ServerFixture.json(request, body)
        .header("Accept", "application/json, text/event-stream");
  }

  private static String session(ServerFixture fixture) throws Exception {
    return fixture
        .send(message(fixture.request("/mcp"), INITIALIZE))
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  @Test
  void should_offer_changes_to_those_with_the_token() throws Exception {
    try (ServerFixture fixture = new ServerFixture(dir)) {
      String session = session(fixture);
      String without =
          fixture
              .send(message(fixture.request("/mcp").header("Mcp-Session-Id", session), LIST))
              .body();
      assertTrue(without.contains("\"name\":\"search\""), without);
      assertFalse(without.contains("\"name\":\"add\""), without);
      String with =
          fixture
              .send(message(fixture.withToken("/mcp").header("Mcp-Session-Id", session), LIST))
              .body();
      assertTrue(with.contains("\"name\":\"add\""), with);
    }
  }

  @Test
  void should_refuse_those_who_may_not_read() throws Exception {
    try (ServerFixture fixture = new ServerFixture(dir, "0.0.0.0", ServerOptions.Limits.DEFAULT)) {
      assertEquals(401, fixture.send(message(fixture.request("/mcp"), INITIALIZE)).statusCode());
      assertEquals(200, fixture.send(message(fixture.withToken("/mcp"), INITIALIZE)).statusCode());
    }
  }

  @Test
  void should_refuse_pages_of_other_sites() throws Exception {
    try (ServerFixture fixture = new ServerFixture(dir)) {
      HttpRequest.Builder request = fixture.request("/mcp").header("Origin", "http://evil.example");
      assertEquals(403, fixture.send(message(request, INITIALIZE)).statusCode());
    }
  }

  @Test
  void should_let_agents_that_listen_not_hold_it_up() throws Exception {
    HttpResponse<InputStream> listening;
    try (ServerFixture fixture = new ServerFixture(dir)) {
      listening =
          fixture.client.send(
              fixture
                  .request("/mcp")
                  .header("Mcp-Session-Id", session(fixture))
                  .header("Accept", "text/event-stream")
                  .build(),
              BodyHandlers.ofInputStream());
      assertEquals(200, listening.statusCode());
      fixture.server.close();
      // Its end has come, and not because the server gave up waiting for it.
      assertEquals(-1, listening.body().read());
    }
  }
}
