package dev.ragged.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ragged.app.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures that a real server does not have on demand. */
class ChatClientTest {
  private static final String KEY = "s3cret-key";
  private static final String DONE =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  private interface Answer {
    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile Answer answer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestURI().getPath());
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getRequestBody().readAllBytes();
          try {
            answer.give(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static String piece(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String type =
        status == 200 && body.startsWith("data") ? "text/event-stream" : "application/json";
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void begin(HttpExchange exchange, String body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private Reply ask(ChatSettings settings, List<String> pieces, Cancellation cancellation) {
    return new ChatClient(settings, Duration.ofMillis(1))
        .ask(new Prompt("be brief", "hello"), pieces::add, cancellation);
  }

  private ChatSettings settings(Duration firstToken, Duration whole) {
    return new ChatSettings(url(), "small", KEY, Duration.ofSeconds(10), firstToken, whole);
  }

  private Reply ask() {
    return ask(
        settings(Duration.ofMinutes(1), Duration.ofMinutes(1)),
        new ArrayList<>(),
        new Cancellation());
  }

  private String failure() {
    String message = assertThrows(ChatException.class, this::ask).getMessage();
    assertFalse(message.contains(KEY), message);
    assertFalse(message.contains("\n"), message);
    return message;
  }

  @Test
  void should_send_the_key_and_hand_on_what_comes() {
    answer = exchange -> say(exchange, 200, piece("Hel") + piece("lo") + DONE);
    Reply reply = ask();
    assertEquals("Hello", reply.text());
    assertEquals(null, reply.failure());
    assertEquals(List.of("Bearer " + KEY), keys);
    assertEquals(List.of("/v1/chat/completions"), requests);
  }

  @Test
  void should_say_that_a_key_is_refused_without_repeating_it() {
    answer = exchange -> say(exchange, 401, "{\"error\":\"Incorrect API key " + KEY + "\"}");
    assertTrue(failure().contains("refused the key in RAGGED_CHAT_KEY"));
    assertEquals(1, requests.size());
  }

  @Test
  void should_name_the_models_that_there_are() {
    answer =
        exchange ->
            say(
                exchange,
                exchange.getRequestURI().getPath().endsWith("/models") ? 200 : 404,
                "{\"object\":\"list\",\"data\":[{\"id\":\"tiny\",\"object\":\"model\",\"created\":1,"
                    + "\"owned_by\":\"x\"},{\"id\":\"large\\u001b[0m\",\"object\":\"model\","
                    + "\"created\":1,\"owned_by\":\"x\"}]}");
    String message = failure();
    assertTrue(message.contains("has no model 'small'"), message);
    assertTrue(message.contains("tiny, large[0m."), message);
  }

  @Test
  void should_say_where_there_may_be_no_chat_at_all() {
    answer = exchange -> say(exchange, 404, "no");
    assertTrue(failure().contains("correct chat.model or chat.url"));
  }

  @Test
  void should_try_again_before_the_answer_begins() {
    answer =
        exchange -> {
          if (requests.size() < 3) {
            say(exchange, 503, "loading");
          } else {
            say(exchange, 200, piece("yes") + DONE);
          }
        };
    assertEquals("yes", ask().text());
    assertEquals(3, requests.size());
  }

  @Test
  void should_give_up_after_a_few_times() {
    answer = exchange -> say(exchange, 503, "loading " + KEY);
    assertTrue(failure().contains("failed (HTTP 503)"));
    assertEquals(3, requests.size());
  }

  @Test
  void should_not_repeat_a_request_that_is_wrong() {
    answer = exchange -> say(exchange, 400, "the request exceeds the context " + KEY);
    String message = failure();
    assertTrue(message.contains("HTTP 400") && message.contains("chat.budget"), message);
    assertEquals(1, requests.size());
  }

  @Test
  void should_follow_no_redirect() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
          say(exchange, 302, "");
        };
    failure();
    assertEquals(List.of("/v1/chat/completions"), requests.stream().distinct().toList());
  }

  @Test
  void should_keep_what_has_come_when_the_server_goes_away() {
    answer = exchange -> begin(exchange, piece("Half of"));
    Reply reply = ask();
    assertEquals("Half of", reply.text());
    assertTrue(reply.failure().contains("broke in the middle"), reply.failure());
    assertEquals(1, requests.size());
  }

  @Test
  void should_not_wait_for_ever_for_the_first_word_or_for_the_last() {
    answer = exchange -> over.await();
    ChatSettings hasty = settings(Duration.ofMillis(300), Duration.ofMinutes(1));
    assertThrows(ChatException.class, () -> ask(hasty, new ArrayList<>(), new Cancellation()));
    answer =
        exchange -> {
          begin(exchange, piece("Half"));
          over.await();
        };
    Reply reply =
        ask(
            settings(Duration.ofMinutes(1), Duration.ofMillis(1_500)),
            new ArrayList<>(),
            new Cancellation());
    assertEquals("Half", reply.text());
    assertTrue(reply.failure().contains("took longer"), reply.failure());
  }

  @Test
  void should_cut_an_answer_without_end() {
    answer =
        exchange -> {
          begin(exchange, "");
          for (int i = 0; i < 1_000; i++) {
            exchange
                .getResponseBody()
                .write(piece("x".repeat(100)).getBytes(StandardCharsets.UTF_8));
          }
        };
    Reply reply = ask();
    assertEquals(50_000, reply.text().length());
    assertTrue(reply.failure().contains("did not end"), reply.failure());
  }

  @Test
  void should_stop_when_asked_to_and_keep_what_has_come() {
    answer =
        exchange -> {
          begin(exchange, piece("Half"));
          over.await();
        };
    Cancellation cancellation = new Cancellation();
    Reply reply =
        new ChatClient(settings(Duration.ofMinutes(1), Duration.ofMinutes(1)))
            .ask(new Prompt("a", "b"), piece -> cancellation.cancel(), cancellation);
    assertEquals("Half", reply.text());
    assertTrue(reply.stopped());
  }

  @Test
  void should_say_that_nobody_answers() {
    ChatSettings nobody =
        new ChatSettings(
            "http://127.0.0.1:1/v1",
            "small",
            null,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    String message =
        assertThrows(ChatException.class, () -> ask(nobody, new ArrayList<>(), new Cancellation()))
            .getMessage();
    assertTrue(message.startsWith("No chat server answers at http://127.0.0.1:1/v1"), message);
    assertFalse(settings(Duration.ZERO, Duration.ZERO).toString().contains(KEY));
  }
}
