package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.app.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real server in the background, and commands beside it. */
@DisabledOnOs(OS.WINDOWS)
class ServeIT {
  private record Result(int status, String out, String err) {}

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void addNotes() throws Exception {
    data = folder.resolve("data");
    Path notes = Files.createDirectories(folder.resolve("notes"));
    Files.writeString(notes.resolve("tea.md"), "# Tea\n\nGreen tea is steeped for two minutes.\n");
    Files.writeString(notes.resolve("same.md"), "# Tea\n\nGreen tea is steeped for two minutes.\n");
    Files.writeString(notes.resolve("boat.md"), "The ferry leaves the harbour at seven.\n");
    assertEquals(0, run("add", notes.toString()).status());
  }

  @AfterEach
  void stop() {
    server().flatMap(one -> ProcessHandle.of(one.pid())).ifPresent(ProcessHandle::destroyForcibly);
  }

  private Optional<RunningServer> server() {
    return RunningServer.of(data);
  }

  private Result run(String... words) throws Exception {
    return run(Map.of(), words);
  }

  private Result run(Map<String, String> environment, String... words) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(RealCommand.over(data, words))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(out), Files.readString(err));
  }

  private void serve(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("serve", "--background", "--port", "0"));
    words.addAll(List.of(more));
    Result started = run(words.toArray(String[]::new));
    assertEquals(0, started.status(), started.err());
    assertTrue(
        started.out().startsWith("Serving at " + server().orElseThrow().url()), started.out());
  }

  /** How many searches the server has answered. */
  private int answered() throws Exception {
    String metrics =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server().orElseThrow().url() + "/metrics"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    Matcher count = Pattern.compile("ragged_search_recomputed_count (\\d+)").matcher(metrics);
    return count.find() ? Integer.parseInt(count.group(1)) : 0;
  }

  /** Without what the server's memory of vectors changes: costs, and scores beyond 5 digits. */
  private static JsonNode comparable(String json) throws Exception {
    ObjectNode answer = (ObjectNode) new ObjectMapper().readTree(json);
    ((ObjectNode) answer.get("stats")).retain("candidates");
    for (JsonNode hit : answer.get("hits")) {
      for (String key : List.of("score", "cosine")) {
        if (hit.has(key)) {
          ((ObjectNode) hit).put(key, Math.round(hit.get(key).asDouble() * 1e5));
        }
      }
    }
    return answer;
  }

  @Test
  void should_answer_searches_as_the_command_itself_does() throws Exception {
    List<List<String>> searches =
        List.of(
            List.of("search", "How long is green tea steeped?"),
            List.of("search", "When does the ship leave?", "--mode", "vector", "-n", "2", "--full"),
            List.of("search", "ferry", "--mode", "lexical"),
            List.of("search", "tea", "--in", folder.resolve("notes/boat.md").toString()),
            List.of("search", "tea", "--type", "md", "--min-score", "0.3"),
            List.of("search", "tea", "--all"));
    List<Result> here = new ArrayList<>();
    List<JsonNode> hereJson = new ArrayList<>();
    for (List<String> search : searches) {
      here.add(run(search.toArray(String[]::new)));
      hereJson.add(comparable(run(with(search, "--json")).out()));
    }
    serve();
    for (int i = 0; i < searches.size(); i++) {
      assertEquals(here.get(i), run(searches.get(i).toArray(String[]::new)));
      assertEquals(hereJson.get(i), comparable(run(with(searches.get(i), "--json")).out()));
    }
    assertEquals(2 * searches.size(), answered());
    assertEquals(0, run("stop").status());
  }

  private static String[] with(List<String> words, String more) {
    List<String> all = new ArrayList<>(words);
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void should_not_be_asked_by_a_command_with_other_settings() throws Exception {
    serve();
    assertEquals(0, run("search", "tea").status());
    assertEquals(1, answered());
    assertEquals(0, run(Map.of("RAGGED_SEARCH_COMPLEXITY", "7"), "search", "tea").status());
    assertEquals(0, run("search", "tea", "--where", "{\"$contains\":\"tea\"}").status());
    assertEquals(1, answered());
  }

  @Test
  void should_leave_a_search_that_it_cannot_answer_to_the_command() throws Exception {
    serve();
    RunningServer server = server().orElseThrow();
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    ProcessHandle.of(server.pid()).ifPresent(process -> process.onExit().join());
    Result found = run("search", "tea");
    assertEquals(0, found.status(), found.err());
    assertTrue(found.out().contains("Green tea"), found.out());
    // Another process has got its number.
    new RunningServer(
            server.url(), server.token(), ProcessHandle.current().pid(), server.settings())
        .write(data);
    found = run("search", "tea");
    assertEquals(0, found.status(), found.err());
    assertTrue(found.out().contains("Green tea"), found.out());
    Result stopped = run("stop");
    assertEquals(1, stopped.status());
    assertTrue(stopped.err().contains("does not answer"), stopped.err());
    Files.delete(data.resolve(RunningServer.FILE)); // or this process would be ended
  }

  @Test
  void should_be_told_of_and_stopped() throws Exception {
    assertEquals("No server is running.\n", run("stop").out());
    serve();
    RunningServer server = server().orElseThrow();
    assertTrue(run("doctor").out().contains("searches are answered by it"));
    JsonNode told = new ObjectMapper().readTree(run("doctor", "--json").out()).get("server");
    assertEquals(server.url(), told.get("url").asText());
    assertTrue(told.get("used").asBoolean());
    Result second = run("serve");
    assertEquals(1, second.status());
    assertTrue(second.err().contains("A server runs already at " + server.url()), second.err());
    assertEquals("Stopped the server at " + server.url() + ".\n", run("stop").out());
    assertFalse(Files.exists(data.resolve(RunningServer.FILE)));
    assertTrue(ProcessHandle.of(server.pid()).isEmpty());
  }

  @Test
  void should_say_why_it_cannot_start() throws Exception {
    serve();
    int port = URI.create(server().orElseThrow().url()).getPort();
    data = folder.resolve("other");
    Result taken = run("serve", "--background", "--port", "" + port);
    assertEquals(1, taken.status());
    assertTrue(taken.err().contains("cannot listen at 127.0.0.1, port " + port), taken.err());
    assertEquals(2, run("serve", "--port", "70000").status());
    assertEquals(2, run(Map.of("RAGGED_SERVER_TOKEN", "short"), "serve", "--port", "0").status());
    data = folder.resolve("data");
  }

  @Test
  void should_keep_what_was_acknowledged_when_killed() throws Exception {
    serve();
    RunningServer server = server().orElseThrow();
    HttpClient client = HttpClient.newHttpClient();
    Files.writeString(folder.resolve("notes/bread.md"), "Bread rises because of yeast.\n");
    String job =
        client
            .send(
                HttpRequest.newBuilder(
                        URI.create(server.url() + "/api/v1/collections/default/update"))
                    .header("Authorization", "Bearer " + server.token())
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                BodyHandlers.ofString())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    client.send(
        HttpRequest.newBuilder(URI.create(server.url() + job + "/events")).build(),
        BodyHandlers.discarding()); // ends when the job has
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    serve();
    assertTrue(run("search", "yeast", "--mode", "lexical").out().contains("Bread rises"));
    assertEquals(0, run("check").status());
  }
}
