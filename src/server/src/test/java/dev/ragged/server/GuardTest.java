package dev.ragged.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no client of ours sends. */
class GuardTest {
  private static final String SEARCH = "/api/v1/collections/notes/search";
  private static final String ADD = "/api/v1/collections/notes/add";

  @TempDir Path dir;

  private ServerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ServerFixture(dir);
    fixture.addNotes();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** The status of a request written by hand; a client would not send some of these. */
  private int raw(String request) throws IOException {
    return Integer.parseInt(rawAnswer(request).split(" ")[1]);
  }

  private String rawAnswer(String request) throws IOException {
    URI url = URI.create(fixture.server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(200), StandardCharsets.UTF_8);
    }
  }

  private int withHost(String host) throws IOException {
    return raw(
        "GET /api/v1/collections HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  @Test
  void should_answer_only_under_its_own_names() throws Exception {
    int port = URI.create(fixture.server.url()).getPort();
    for (String own :
        List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]", "192.168.1.7", "ragged.example")) {
      assertEquals(200, withHost(own + ":" + port), own);
      assertEquals(200, withHost(own), own);
    }
    for (String other :
        List.of(
            "evil.example",
            "evil.example:" + port,
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "notragged.example")) {
      assertEquals(403, withHost(other), other);
    }
    assertEquals(
        400, raw("GET /api/v1/collections HTTP/1.1\r\nConnection: close\r\n\r\n"), "no host");
    assertEquals(403, raw("GET /api/v1/collections HTTP/1.0\r\n\r\n"), "HTTP/1.0 without a host");
  }

  @Test
  void should_refuse_pages_of_other_sites() throws Exception {
    String own = fixture.server.url();
    assertEquals(200, fromOrigin(own));
    for (String other :
        List.of("http://evil.example", "null", own + "0", "https://localhost", own + "/x", "")) {
      assertEquals(403, fromOrigin(other), other);
    }
    HttpResponse<String> answer = fixture.get("/api/v1/collections");
    assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
  }

  private int fromOrigin(String origin) throws Exception {
    return fixture
        .send(fixture.request("/api/v1/collections").header("Origin", origin))
        .statusCode();
  }

  @Test
  void should_let_only_those_with_the_token_change_anything() throws Exception {
    String body = "{\"paths\":[\"" + fixture.notes + "\"]}";
    HttpResponse<String> without = fixture.ask(ADD, body);
    assertEquals(401, without.statusCode());
    assertTrue(without.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
    for (String wrong :
        List.of(
            "Bearer x",
            "Bearer ",
            "Basic eDp5",
            ServerFixture.TOKEN,
            "Bearer " + "x".repeat(999))) {
      assertEquals(
          401,
          fixture
              .send(ServerFixture.json(fixture.request(ADD), body).header("Authorization", wrong))
              .statusCode(),
          wrong);
    }
    assertEquals(202, fixture.post(ADD, body).statusCode());
    for (String path : List.of("delete", "update", "check", "sources/remove")) {
      assertEquals(401, fixture.ask("/api/v1/collections/notes/" + path, "{}").statusCode(), path);
    }
    for (String path : List.of("/api/v1/collections/notes", "/api/v1/jobs/1")) {
      assertEquals(401, fixture.send(fixture.request(path).DELETE()).statusCode(), path);
    }
    assertEquals(200, fixture.ask(SEARCH, "{\"question\":\"tea\"}").statusCode());
  }

  @Test
  void should_need_the_token_for_all_where_others_can_reach_it(@TempDir Path other)
      throws Exception {
    needsTokenForAll(other, "0.0.0.0", false);
  }

  @Test
  void should_need_the_token_for_all_if_that_is_set(@TempDir Path other) throws Exception {
    needsTokenForAll(other, "127.0.0.1", true);
  }

  private static void needsTokenForAll(Path dir, String host, boolean requireToken)
      throws Exception {
    try (ServerFixture open =
        new ServerFixture(dir, host, requireToken, ServerOptions.Limits.DEFAULT)) {
      for (String path : List.of("/api/v1/collections", "/metrics", "/api/v1/status")) {
        assertEquals(401, open.get(path).statusCode(), path);
        assertEquals(200, open.send(open.withToken(path)).statusCode(), path);
      }
      for (String path : List.of("/health/live", "/health/ready", "/openapi.json")) {
        assertEquals(200, open.get(path).statusCode(), path);
      }
    }
  }

  @Test
  void should_take_only_json_bodies() throws Exception {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      assertEquals(
          415,
          fixture
              .send(
                  fixture
                      .request(SEARCH)
                      .header("Content-Type", type)
                      .POST(BodyPublishers.ofString("{\"question\":\"tea\"}")))
              .statusCode(),
          type);
    }
  }

  @Test
  void should_add_nothing_from_outside_the_allowed_folders() throws Exception {
    Files.writeString(dir.resolve("secret.txt"), "a secret");
    Files.createDirectories(fixture.notes.resolve("../.ssh"));
    for (String path :
        List.of(
            dir.toRealPath() + "/secret.txt",
            fixture.notes + "/../../secret.txt",
            fixture.notes + "/../.ssh",
            "/etc/passwd",
            "../secret.txt",
            "secret.txt")) {
      HttpResponse<String> answer = fixture.post(ADD, "{\"paths\":[\"" + path + "\"]}");
      assertEquals(400, answer.statusCode(), path);
    }
    assertEquals(0, ServerFixture.json(fixture.get("/api/v1/jobs")).get("jobs").size());
  }

  @Test
  void should_find_no_file_by_a_path() throws Exception {
    for (String path :
        List.of(
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc/passwd",
            "/api/v1/collections/..%2f..%2fetc/stats",
            "/api/v1/collections/../../../etc/passwd",
            "//etc/passwd",
            "/a;b/../c",
            "/%zz",
            "/%00")) {
      int status = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertTrue(status == 400 || status == 404, path + " got " + status);
    }
  }

  @Test
  void should_refuse_bodies_without_end() throws Exception {
    assertEquals(
        413,
        raw(
            "POST "
                + SEARCH
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100000000\r\n\r\n{"));
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      chunks.append("8000\r\n").append(" ".repeat(0x8000)).append("\r\n");
    }
    assertEquals(
        413,
        raw(
            "POST "
                + SEARCH
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunks));
  }

  @Test
  void should_refuse_headers_without_end() throws Exception {
    assertEquals(
        431,
        raw(
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: "
                + "x".repeat(50_000)
                + "\r\n\r\n"));
  }

  @Test
  void should_answer_in_the_same_form_what_is_not_even_http() throws Exception {
    String answer = rawAnswer("nonsense\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
  }
}
