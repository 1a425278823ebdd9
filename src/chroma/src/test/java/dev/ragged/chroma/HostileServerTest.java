package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that is no Chroma is told, and may make the client do. */
class HostileServerTest {
  private static final String TOKEN = "secret-token";

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(302);
  private HttpServer named;
  private HttpServer other;

  @BeforeEach
  void start() throws IOException {
    other = server();
    other.createContext(
        "/",
        exchange -> {
          heard.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().entrySet());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    named = server();
    named.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Location", url(other) + "/api/v2/heartbeat");
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    named.stop(0);
    other.stop(0);
  }

  private static void call(ChromaClient client, String method, Object body) {
    ChromaClient.Effect effect =
        body == null ? ChromaClient.Effect.READ : ChromaClient.Effect.WRITE_ONCE;
    client.call(method, "/heartbeat", body, JsonNode.class, effect, "the heartbeat");
  }

  @Test
  void should_follow_no_redirect_with_the_token_or_without() {
    ChromaClient client =
        new ChromaClient(
            new ChromaSettings(
                URI.create(url(named)),
                ChromaSettings.DEFAULT_TENANT,
                ChromaSettings.DEFAULT_DATABASE,
                TOKEN,
                ChromaSettings.DEFAULT_TOKEN_HEADER,
                null,
                Duration.ofSeconds(20)),
            () -> true);
    for (int redirect : new int[] {301, 302, 303, 307, 308}) {
      status.set(redirect);
      for (String method : List.of("GET", "POST")) {
        RaggedException refused =
            assertThrows(
                RaggedException.class,
                () -> call(client, method, method.equals("POST") ? List.of("text") : null));
        assertTrue(refused.getMessage().contains("HTTP " + redirect), refused::getMessage);
        assertFalse(refused.getMessage().contains(TOKEN), refused::getMessage);
      }
    }
    assertEquals(List.of(), heard);
  }

  @Test
  void should_send_nothing_to_the_port_of_a_server_of_ours_that_has_ended() {
    ChromaClient client = new ChromaClient(ChromaSettings.of(URI.create(url(other))), () -> false);
    RaggedException refused =
        assertThrows(RaggedException.class, () -> call(client, "POST", List.of("text")));
    assertTrue(refused.getMessage().contains("has ended"), refused::getMessage);
    assertEquals(List.of(), heard);
  }
}
