package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models on a server: what is asked, and what becomes of its failures. */
class RemoteModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "sk-secret";

  private HttpServer server;
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> pauses = new ArrayList<>();
  private volatile long millis;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The vector of a text is its length and 1. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      paths.add(exchange.getRequestURI().getPath());
      keys.add("" + exchange.getRequestHeaders().getFirst("Authorization"));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (millis > 0) {
        Thread.sleep(millis);
      }
      if (!statuses.isEmpty()) {
        byte[] why = "{\"error\":{\"message\":\"no, not so\"}}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(statuses.remove(0), why.length);
        exchange.getResponseBody().write(why);
        return;
      }
      JsonNode request = JSON.readTree(body);
      assertEquals("small", request.get("model").asText());
      JsonNode texts = request.get("input");
      batches.add(texts.size());
      List<Map<String, Object>> data = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        data.add(Map.of("index", i, "embedding", List.of(texts.get(i).asText().length(), 1)));
      }
      byte[] bytes = JSON.writeValueAsBytes(Map.of("model", "small", "data", data));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Embedder open(String url, String key, Duration timeout) {
    return RemoteModel.open("openai:small", "small", url, key, timeout, pauses::add);
  }

  private Embedder open() {
    return open(url(), KEY, Duration.ofSeconds(60));
  }

  private String refused(Embedder model) {
    RaggedException e = assertThrows(RaggedException.class, () -> model.embed(List.of("a")));
    assertFalse(e.getMessage().contains(KEY), e::getMessage);
    return e.getMessage();
  }

  @Test
  void should_ask_in_batches_and_keep_the_order() {
    try (Embedder model = open()) {
      List<String> texts = IntStream.range(1, 71).mapToObj("x"::repeat).toList();
      List<float[]> vectors = model.embed(texts);
      for (int i = 0; i < texts.size(); i++) {
        float norm = (float) Math.sqrt((i + 1.0) * (i + 1) + 1);
        assertArrayEquals(new float[] {(i + 1) / norm, 1 / norm}, vectors.get(i), 1e-6f);
      }
      assertEquals(List.of(32, 32, 6), batches);
      assertEquals(List.of("/v1/embeddings"), paths.stream().distinct().toList());
      assertEquals(List.of("Bearer " + KEY), keys.stream().distinct().toList());
    }
  }

  @Test
  void should_be_known_by_its_name_and_ask_once_for_the_dimension() {
    try (Embedder model = open(url() + "/v1/", null, Duration.ofSeconds(60))) {
      assertEquals(2, model.identity().dimension());
      assertEquals("openai:small", model.identity().fingerprint());
      assertEquals(model.identity(), model.identity());
      assertEquals(List.of("/v1/embeddings"), paths);
      assertEquals(List.of("null"), keys, "no key is sent where there is none");
    }
  }

  @Test
  void should_say_through_others_that_it_is_costly() {
    try (Embedder model = open()) {
      assertTrue(model.costly());
      assertTrue(new MeteredEmbedder(new ShortenedEmbedder(model, 1)).costly());
      assertEquals(List.of(), paths, "the server is not asked");
    }
    try (Embedder local = OnnxEmbedder.bundled()) {
      assertFalse(new MeteredEmbedder(new ShortenedEmbedder(local, 1)).costly());
    }
  }

  @Test
  void should_try_again_where_the_server_is_busy() {
    try (Embedder model = open()) {
      statuses.addAll(List.of(429, 503, 500));
      model.embed(List.of("a"));
      assertEquals(List.of(1L, 2L, 4L), pauses);
      statuses.addAll(List.of(503, 503, 503, 503, 503));
      assertTrue(refused(model).contains("failed"));
    }
  }

  @Test
  void should_try_once_where_another_try_is_of_no_use() {
    try (Embedder model = open()) {
      for (int status : new int[] {400, 401, 403, 404, 422}) {
        statuses.add(status);
        String message = refused(model);
        assertTrue(message.startsWith("The embedding server at " + url()), message);
        assertEquals(status == 401 || status == 403, message.contains("RAGGED_EMBEDDING_KEY"));
        assertEquals(status == 404, message.contains("no model 'small'"), message);
      }
      assertEquals(List.of(), pauses);
      assertEquals(5, paths.size());
    }
  }

  @Test
  void should_say_that_nobody_answers() {
    server.stop(0);
    try (Embedder model = open()) {
      assertTrue(refused(model).startsWith("No embedding server answers at " + url()));
    }
  }

  @Test
  void should_not_wait_for_ever() {
    millis = 2_000;
    try (Embedder model = open(url(), null, Duration.ofMillis(200))) {
      assertTrue(refused(model).contains("embedding.timeout"));
    }
  }

  @Test
  void should_refuse_what_is_no_address() {
    for (String url : List.of("", "localhost:8080", "ftp://host", "http://u:p@host", "http://")) {
      RaggedException e =
          assertThrows(
              RaggedException.class, () -> open(url, null, Duration.ofSeconds(1)).close(), url);
      assertFalse(e.getMessage().contains("u:p"), e::getMessage);
    }
  }
}
