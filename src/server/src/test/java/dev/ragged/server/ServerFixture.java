package dev.ragged.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.PassageSize;
import dev.ragged.app.StoreRouter;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server over a data directory with some notes, and a client of it. */
final class ServerFixture implements AutoCloseable {
  static final String TOKEN = "a-token-for-the-tests";
  static final ObjectMapper MAPPER = new ObjectMapper();

  final Path notes;
  final StoreRouter stores;
  final RaggedServer server;
  final HttpClient client = HttpClient.newHttpClient();

  ServerFixture(Path dir) throws IOException {
    this(dir, "127.0.0.1", false, ServerOptions.Limits.DEFAULT);
  }

  ServerFixture(Path dir, String host, boolean requireToken, ServerOptions.Limits limits)
      throws IOException {
    Path real = dir.toRealPath();
    notes = Files.createDirectories(real.resolve("home/notes"));
    Files.writeString(notes.resolve("tea.md"), "Green tea is steeped for two minutes.\n");
    Files.writeString(notes.resolve("boat.md"), "The ferry leaves the harbour at seven.\n");
    Settings settings = Settings.of(real.resolve("data"), Map.of(), BackendProvider.installed());
    stores = StoreRouter.of(settings, BackendProvider.installed());
    server =
        new RaggedServer(
            stores,
            new ServerOptions(
                host,
                0,
                TOKEN,
                requireToken,
                List.of("ragged.example"),
                List.of(real.resolve("home")),
                true,
                false,
                limits));
  }

  /** Adds the notes as the command line would. */
  void addNotes() {
    new AddFiles(stores)
        .run(
            new AddFiles.Request("notes", List.of(notes), PassageSize.DEFAULT),
            AddFiles.Listener.NONE,
            new Cancellation());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  HttpRequest.Builder withToken(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
    return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(json(withToken(path), body));
  }

  HttpResponse<String> ask(String path, String body) throws Exception {
    return send(json(request(path), body));
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  /** The job, once it has ended. */
  JsonNode ended(String job) throws Exception {
    HttpResponse<String> events = get(job + "/events"); // whole when it has ended
    String[] lines = events.body().strip().split("\n");
    return MAPPER.readTree(lines[lines.length - 1].substring("data: ".length()));
  }

  @Override
  public void close() {
    server.close();
    stores.close();
  }
}
