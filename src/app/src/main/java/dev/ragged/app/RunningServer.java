package dev.ragged.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.RaggedException;
import dev.ragged.app.json.Json;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The server that runs for a data directory, as {@code server.json} there tells others of the same
 * user: nobody else may read that file, as it has the token.
 *
 * @param url where it answers, without a slash at the end
 * @param token what those must show who change something
 * @param pid of its process
 * @param settings the {@link dev.ragged.config.Settings#fingerprint} of what it was started with
 */
public record RunningServer(String url, String token, long pid, String settings) {
  /** The file's name in the data directory. */
  public static final String FILE = "server.json";

  private static final int MAX_BYTES = 10_000;

  /** Tells others of this server, in place of one that may have been before. */
  public void write(Path dataDir) {
    try {
      DataFolders.create(dataDir);
      // Such files are for their owner alone.
      Path whole = Files.createTempFile(dataDir, FILE + ".", ".tmp");
      try {
        Files.writeString(
            whole,
            Json.write(Json.object("url", url, "token", token, "pid", pid, "settings", settings))
                + "\n");
        Files.move(
            whole,
            dataDir.resolve(FILE),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw new RaggedException(
          "Cannot write " + dataDir.resolve(FILE) + ": " + e.getMessage() + ".", e);
    }
  }

  /**
   * The server of a data directory; empty if none has told of itself, or its process is gone. It
   * may not answer all the same.
   */
  public static Optional<RunningServer> of(Path dataDir) {
    Path file = dataDir.resolve(FILE);
    try {
      if (Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      JsonNode json = new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
      RunningServer server =
          new RunningServer(
              json.path("url").asText(),
              json.path("token").asText(),
              json.path("pid").asLong(),
              json.path("settings").asText());
      boolean whole = server.url.startsWith("http") && !server.token.isEmpty() && server.pid > 0;
      return Optional.of(server).filter(one -> whole && one.isAlive());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty(); // no server of ours wrote it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The server that answers as these stores do, as it has the same settings; empty if none runs.
   */
  public static Optional<RunningServer> alike(StoreRouter stores) {
    return of(stores.dataDir())
        .filter(server -> server.settings.equals(stores.settings().fingerprint()));
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Whether it answers, and to its token: another process may have its number or its port. */
  public boolean answers() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/api/v1/status"))
              .header("Authorization", "Bearer " + token)
              .timeout(Duration.ofSeconds(10))
              .build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Removes the file, unless another server has told of itself meanwhile. */
  public void remove(Path dataDir) {
    try {
      if (of(dataDir).filter(this::equals).isPresent()) {
        Files.deleteIfExists(dataDir.resolve(FILE));
      }
    } catch (IOException | UncheckedIOException e) {
      return; // whoever reads it finds that the process is gone
    }
  }
}
