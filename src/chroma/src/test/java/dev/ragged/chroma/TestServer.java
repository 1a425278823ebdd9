package dev.ragged.chroma;

import dev.ragged.testkit.ChromaInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** One real server for all tests of this JVM, and a fresh database in it for each. */
final class TestServer {
  private static final Duration START = Duration.ofSeconds(60);
  private static ChromaServer server;

  private TestServer() {}

  /** Where it listens. */
  static synchronized URI url() {
    if (server == null) {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "chroma-test-");
        server = ChromaServer.start(folder, ChromaInstallation.command(), START);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server.url();
  }

  /** A database of its own. */
  static ChromaSettings database() {
    return database(url());
  }

  /** A database of its own, reached through another address of the server. */
  static ChromaSettings database(URI through) {
    String name = "test-" + UUID.randomUUID();
    post("/api/v2/tenants/default_tenant/databases", "{\"name\": \"" + name + "\"}");
    return new ChromaSettings(
        through,
        ChromaSettings.DEFAULT_TENANT,
        name,
        null,
        ChromaSettings.DEFAULT_TOKEN_HEADER,
        null,
        ChromaSettings.DEFAULT_TIMEOUT);
  }

  /** Sends what another client would send; answers the body. */
  static String post(String path, String json) {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(url().resolve(path))
                      .header("Content-Type", "application/json")
                      .timeout(START)
                      .POST(HttpRequest.BodyPublishers.ofString(json))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(path + ": " + response.statusCode() + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
