package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines in, HTTP between, lines out. */
class RelayTest {
  private static final String TOKEN = "secret";

  @TempDir Path dir;

  private static LineClient client(HttpFixture server, String token) throws Exception {
    return new LineClient(out -> McpStdio.relay(server.uri, token, out));
  }

  private static McpServlet servlet(Fixture fixture) {
    return new McpServlet(
        fixture.tools, request -> ("Bearer " + TOKEN).equals(request.getHeader("Authorization")));
  }

  @Test
  void should_hand_over_what_a_client_asks() throws Exception {
    try (Fixture fixture = new Fixture(dir).withNotes();
        HttpFixture server = new HttpFixture(servlet(fixture), 0);
        LineClient client = client(server, TOKEN).initialized()) {
      assertEquals(5, client.request("tools/list", "{}").at("/result/tools").size());
      JsonNode answer = client.structured("search", "{\"question\":\"hot tea\"}");
      assertTrue(answer.at("/hits/0/text").asText().contains("eighty degrees"));
      client.request(
          "tools/call",
          "{\"name\":\"add\",\"arguments\":{\"paths\":[\""
              + fixture.documents
              + "\"]},\"_meta\":{\"progressToken\":7}}");
      assertFalse(client.notifications.isEmpty());
      assertEquals(7, client.notifications.get(0).at("/params/progressToken").asInt());
      client.send("nonsense");
      assertEquals(-32700, client.receive().at("/error/code").asInt());
      assertEquals(
          "'k' must be between 1 and 100, got 0.",
          client.failure("search", "{\"question\":\"tea\",\"k\":0}"));
    }
  }

  @Test
  void should_change_nothing_with_another_token() throws Exception {
    try (Fixture fixture = new Fixture(dir).withNotes();
        HttpFixture server = new HttpFixture(servlet(fixture), 0);
        LineClient client = client(server, "other").initialized()) {
      assertEquals(4, client.request("tools/list", "{}").at("/result/tools").size());
    }
  }

  @Test
  void should_cancel_there_when_the_client_goes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    List<Call> seen = Collections.synchronizedList(new ArrayList<>());
    try (HttpFixture server = new HttpFixture(SlowServer.servlet(begun, seen), 0)) {
      try (LineClient client = client(server, TOKEN).initialized()) {
        client.ask("tools/call", "{\"name\":\"wait\",\"arguments\":{}}");
        begun.await();
      }
      assertTrue(seen.get(0).cancellation().isCancelled());
    }
  }

  @Test
  void should_say_that_the_server_is_gone() throws Exception {
    try (Fixture fixture = new Fixture(dir).withNotes();
        HttpFixture server = new HttpFixture(servlet(fixture), 0);
        LineClient client = client(server, TOKEN).initialized()) {
      server.close();
      JsonNode answer = client.request("tools/list", "{}");
      assertEquals(
          "The server at " + server.uri + " does not answer any more; start 'ragged mcp' anew.",
          answer.at("/error/message").asText());
    }
  }
}
