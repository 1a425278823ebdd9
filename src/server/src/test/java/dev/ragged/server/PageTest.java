package dev.ragged.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as files; ci/page.sh tests it in a browser. */
class PageTest {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html",
          "css", "text/css",
          "js", "text/javascript",
          "svg", "image/svg+xml");

  @TempDir Path dir;

  private ServerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    // Not on loopback, where everything but the page needs the token.
    fixture = new ServerFixture(dir, "0.0.0.0", false, ServerOptions.Limits.DEFAULT);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** The names of all files of the page. */
  private static List<String> files() throws Exception {
    Path folder = Path.of(PageTest.class.getResource("page/index.html").toURI()).getParent();
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".class"))
          .sorted()
          .toList();
    }
  }

  private static String text(String file) throws IOException {
    try (InputStream in = PageTest.class.getResourceAsStream("page/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void should_serve_all_files_with_their_types_and_a_strict_policy() throws Exception {
    List<String> files = files();
    assertTrue(files.size() > 10, files.toString());
    for (String file : files) {
      String path = file.equals("index.html") ? "/" : "/page/" + file;
      HttpResponse<String> response = fixture.get(path);
      assertEquals(200, response.statusCode(), path);
      assertEquals(text(file), response.body(), path);
      String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
      assertEquals(
          type + ";charset=utf-8", header(response, "Content-Type").replace(" ", ""), path);
      assertEquals("nosniff", header(response, "X-Content-Type-Options"), path);
      List<String> policy = List.of(header(response, "Content-Security-Policy").split("; "));
      for (String part :
          List.of(
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "connect-src 'self'",
              "base-uri 'none'",
              "form-action 'none'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'")) {
        assertTrue(policy.contains(part), policy.toString());
      }
    }
  }

  @Test
  void should_use_nothing_that_its_policy_forbids() throws Exception {
    Pattern inline = Pattern.compile("\\bstyle=|\\bon[a-z]+=|<style|<script(?![^>]*src=)");
    Pattern elsewhere = Pattern.compile("(?:https?:)?//(?!www\\.w3\\.org/)[a-z0-9-]+\\.[a-z]");
    for (String file : files()) {
      String text = text(file);
      if (!file.endsWith(".js")) {
        Matcher found = inline.matcher(text);
        assertFalse(found.find(), () -> file + ": " + found.group());
      }
      assertFalse(elsewhere.matcher(text).find(), file + " names another site");
      for (String sink :
          List.of("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")) {
        assertFalse(text.contains(sink), file + " has " + sink);
      }
    }
  }

  @Test
  void should_have_no_other_files() throws Exception {
    for (String path :
        List.of(
            "/page/nothing.js",
            "/page/index.html",
            "/page/PageRoutes.class",
            "/page/app.js.map",
            "/page/.js",
            "/page/",
            "/page",
            "/index.html",
            "/favicon.ico")) {
      HttpResponse<String> response = fixture.get(path);
      assertEquals(404, response.statusCode(), path + ": " + response.body());
      assertEquals("application/problem+json", header(response, "Content-Type"), path);
    }
    for (String path :
        List.of("/page/%2e%2e", "/page/%2e%2e/openapi.json", "/page/..%2fopenapi.json")) {
      HttpResponse<String> response = fixture.get(path);
      assertTrue(response.statusCode() >= 400, path + ": " + response.body());
      assertEquals("application/problem+json", header(response, "Content-Type"), path);
    }
  }

  @Test
  void should_only_be_read() throws Exception {
    HttpResponse<String> response =
        fixture.send(fixture.request("/").POST(BodyPublishers.ofString("x")));
    assertEquals(405, response.statusCode());
    assertEquals("GET, HEAD", header(response, "Allow"));
    HttpResponse<String> head =
        fixture.send(fixture.request("/").method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
  }
}
