package dev.ragged.server;

import static dev.ragged.server.ServerFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
  @TempDir Path dir;

  private ServerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ServerFixture(dir);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static void problem(int status, String part, HttpResponse<String> response)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals(status, json(response).get("status").asInt());
    String detail = json(response).get("detail").asText();
    assertTrue(detail.contains(part), detail);
  }

  @Test
  void should_say_how_it_is() throws Exception {
    assertEquals("live", json(fixture.get("/health/live")).get("status").asText());
    assertEquals("ready", json(fixture.get("/health/ready")).get("status").asText());
    assertEquals("bundled", json(fixture.get("/api/v1/status")).get("model").asText());
    assertEquals("3.1.0", json(fixture.get("/openapi.json")).get("openapi").asText());
  }

  @Test
  void should_count_what_it_does() throws Exception {
    fixture.addNotes();
    fixture.ask("/api/v1/collections/notes/search", "{\"question\":\"tea\"}");
    String metrics = fixture.get("/metrics").body();
    assertTrue(
        metrics.contains(
            "ragged_http_requests_seconds_count{method=\"POST\","
                + "route=\"/api/v1/collections/{collection}/search\",status=\"200\"} 1"),
        metrics);
    assertTrue(metrics.contains("ragged_search_recomputed_count 1"), metrics);
    assertFalse(metrics.contains("tea"), "a question is in the metrics");
  }

  @Test
  void should_search_one_collection() throws Exception {
    fixture.addNotes();
    JsonNode answer =
        json(
            fixture.ask(
                "/api/v1/collections/notes/search",
                "{\"question\":\"When does the ship leave?\",\"k\":1,\"mode\":\"vector\"}"));
    assertEquals("When does the ship leave?", answer.get("question").asText());
    assertEquals(1, answer.get("hits").size());
    JsonNode hit = answer.get("hits").get(0);
    assertEquals("notes", hit.get("collection").asText());
    assertEquals("boat.md", hit.get("title").asText());
    assertEquals(1, hit.get("place").get("line").asInt());
    assertTrue(answer.get("stats").get("recomputed").asInt() > 0);
  }

  @Test
  void should_search_several_collections() throws Exception {
    fixture.addNotes();
    JsonNode answer =
        json(
            fixture.ask(
                "/api/v1/search", "{\"collections\":[\"notes\",\"notes\"],\"question\":\"tea\"}"));
    assertEquals("tea.md", answer.get("hits").get(0).get("title").asText());
    problem(
        404,
        "nowhere",
        fixture.ask("/api/v1/search", "{\"collections\":[\"nowhere\"],\"question\":\"tea\"}"));
    problem(
        400,
        "'collections' must have",
        fixture.ask("/api/v1/search", "{\"collections\":[],\"question\":\"tea\"}"));
  }

  @Test
  void should_search_by_conditions() throws Exception {
    fixture.addNotes();
    String search = "/api/v1/collections/notes/search";
    assertEquals(
        1,
        json(fixture.ask(
                search,
                "{\"question\":\"tea\",\"in\":[\"" + fixture.notes.resolve("boat.md") + "\"]}"))
            .get("hits")
            .size());
    assertEquals(
        0,
        json(fixture.ask(search, "{\"question\":\"tea\",\"types\":[\"pdf\"]}")).get("hits").size());
    assertEquals(
        1,
        json(fixture.ask(search, "{\"question\":\"boat\",\"filter\":{\"$contains\":\"ferry\"}}"))
            .get("hits")
            .size());
    problem(
        400,
        "There is no condition",
        fixture.ask(search, "{\"question\":\"tea\",\"filter\":{\"$no\":1}}"));
    problem(400, "is not a date", fixture.ask(search, "{\"question\":\"tea\",\"since\":\"soon\"}"));
  }

  @Test
  void should_refuse_wrong_questions() throws Exception {
    fixture.addNotes();
    String search = "/api/v1/collections/notes/search";
    problem(400, "'question' is missing", fixture.ask(search, "{}"));
    problem(400, "The question is empty", fixture.ask(search, "{\"question\":\" \"}"));
    problem(400, "'question' must be a string", fixture.ask(search, "{\"question\":1}"));
    problem(400, "'k' must be", fixture.ask(search, "{\"question\":\"tea\",\"k\":0}"));
    problem(400, "'k' must be", fixture.ask(search, "{\"question\":\"tea\",\"k\":1e99}"));
    problem(400, "'k' must be", fixture.ask(search, "{\"question\":\"tea\",\"k\":1.5}"));
    problem(400, "recall", fixture.ask(search, "{\"question\":\"tea\",\"recall\":2}"));
    problem(400, "'mode' must be", fixture.ask(search, "{\"question\":\"tea\",\"mode\":\"x\"}"));
    problem(400, "'limit' is not known", fixture.ask(search, "{\"question\":\"tea\",\"limit\":1}"));
    problem(400, "not valid JSON", fixture.ask(search, "{\"question\":\"tea\""));
    problem(400, "not valid JSON", fixture.ask(search, "{\"question\":\"a\",\"question\":\"b\"}"));
    problem(400, "not valid JSON", fixture.ask(search, "[".repeat(10_000)));
    problem(400, "must be a JSON object", fixture.ask(search, "[1]"));
    problem(400, "must be a JSON object", fixture.ask(search, ""));
    problem(
        400,
        "10000 characters",
        fixture.ask(search, "{\"question\":\"" + "x".repeat(10_001) + "\"}"));
    problem(
        404,
        "nowhere",
        fixture.ask("/api/v1/collections/nowhere/search", "{\"question\":\"tea\"}"));
    problem(404, "nothing at this path", fixture.get("/api/v2"));
    problem(405, "This path knows POST", fixture.get(search));
  }

  @Test
  void should_list_and_read() throws Exception {
    fixture.addNotes();
    JsonNode list = json(fixture.get("/api/v1/collections")).get("collections");
    assertEquals("notes", list.get(0).get("name").asText());
    assertEquals(2, list.get(0).get("records").asInt());
    assertEquals(2, json(fixture.get("/api/v1/collections/notes/stats")).get("records").asInt());
    String tea = fixture.notes.resolve("tea.md").toString();
    JsonNode found =
        json(fixture.get("/api/v1/collections/notes/records?name=" + tea + ":1-3&name=nothing"));
    assertEquals(1, found.get("records").size());
    assertEquals("nothing", found.get("missing").get(0).asText());
    assertEquals(
        1, json(fixture.get("/api/v1/collections/notes/records?limit=1")).get("records").size());
    problem(400, "'limit' must be", fixture.get("/api/v1/collections/notes/records?limit=x"));
    JsonNode sources = json(fixture.get("/api/v1/sources?collection=notes")).get("sources");
    assertEquals(fixture.notes.toString(), sources.get(0).get("path").asText());
    problem(404, "nowhere", fixture.get("/api/v1/collections/nowhere/stats"));
    problem(404, "..", fixture.get("/api/v1/collections/%2e%2e%20/stats"));
  }

  @Test
  void should_add_as_a_job() throws Exception {
    HttpResponse<String> accepted =
        fixture.post("/api/v1/collections/notes/add", "{\"paths\":[\"" + fixture.notes + "\"]}");
    assertEquals(202, accepted.statusCode(), accepted.body());
    String job = accepted.headers().firstValue("Location").orElseThrow();
    JsonNode ended = fixture.ended(job);
    assertEquals("done", ended.get("state").asText(), ended.toString());
    assertEquals(2, ended.get("report").get("files").asInt());
    assertEquals(2, ended.get("progress").get("files_done").asInt());
    assertEquals(ended, json(fixture.get(job)));
    assertEquals(1, json(fixture.get("/api/v1/jobs")).get("jobs").size());
    assertEquals(
        "tea.md",
        json(fixture.ask("/api/v1/collections/notes/search", "{\"question\":\"tea\"}"))
            .get("hits")
            .get(0)
            .get("title")
            .asText());
  }

  @Test
  void should_keep_in_step_with_what_was_added() throws Exception {
    fixture.addNotes();
    Files.delete(fixture.notes.resolve("tea.md"));
    Files.writeString(fixture.notes.resolve("bread.md"), "Bread rises because of yeast.\n");
    JsonNode ended =
        fixture.ended(
            fixture
                .post("/api/v1/collections/notes/update", "{}")
                .headers()
                .firstValue("Location")
                .orElseThrow());
    JsonNode updated = ended.get("report").get("collections").get(0);
    assertEquals(1, updated.get("added").asInt(), ended.toString());
    assertEquals(1, updated.get("removed").asInt(), ended.toString());
  }

  @Test
  void should_cancel_a_job() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("Sentence ").append(i).append(" is about rivers and old houses. ");
    }
    Files.writeString(fixture.notes.resolve("long.txt"), text);
    String job =
        fixture
            .post("/api/v1/collections/notes/add", "{\"paths\":[\"" + fixture.notes + "\"]}")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertEquals(202, fixture.send(fixture.withToken(job).DELETE()).statusCode());
    assertEquals("cancelled", fixture.ended(job).get("state").asText());
  }

  @Test
  void should_delete_and_clear() throws Exception {
    fixture.addNotes();
    String delete = "/api/v1/collections/notes/delete";
    problem(400, "Give 'ids' or conditions", fixture.post(delete, "{}"));
    problem(400, "Give 'ids' or conditions", fixture.post(delete, "{\"ids\":[],\"in\":[]}"));
    JsonNode report =
        json(fixture.post(delete, "{\"in\":[\"" + fixture.notes.resolve("tea.md") + "\"]}"));
    assertEquals(1, report.get("deleted").asInt());
    assertEquals(1, json(fixture.get("/api/v1/collections/notes")).get("records").asInt());
    HttpResponse<String> cleared =
        fixture.send(fixture.withToken("/api/v1/collections/notes").DELETE());
    assertEquals("notes", json(cleared).get("cleared").asText());
    problem(404, "notes", fixture.get("/api/v1/collections/notes"));
  }

  @Test
  void should_check_a_collection() throws Exception {
    fixture.addNotes();
    JsonNode ended =
        fixture.ended(
            fixture
                .post("/api/v1/collections/notes/check", "{}")
                .headers()
                .firstValue("Location")
                .orElseThrow());
    assertTrue(ended.get("report").get("ok").asBoolean(), ended.toString());
    problem(404, "nowhere", fixture.post("/api/v1/collections/nowhere/check", "{}"));
  }

  @Test
  void should_forget_a_source() throws Exception {
    fixture.addNotes();
    JsonNode removed =
        json(
            fixture.post(
                "/api/v1/collections/notes/sources/remove",
                "{\"path\":\"" + fixture.notes + "\"}"));
    assertEquals(2, removed.get("removed").get(0).get("passages").asInt(), removed.toString());
    assertEquals(List.of(), json(fixture.get("/api/v1/sources")).findValuesAsText("path"));
  }

  @Test
  void should_stream_an_answer_while_it_is_made() throws Exception {
    for (int i = 0; i < 40; i++) {
      Files.writeString(
          fixture.notes.resolve("n" + i + ".md"),
          "Item " + i + " lies in drawer " + (i * 7) + " of the old cupboard.\n");
    }
    fixture.addNotes();
    String search = "/api/v1/collections/notes/search";
    String body = "{\"question\":\"Where is item 17?\",\"k\":5}";
    String[] events =
        fixture
            .send(
                ServerFixture.json(fixture.request(search), body)
                    .header("Accept", "text/event-stream"))
            .body()
            .strip()
            .split("\n\n");
    assertTrue(events.length >= 3, String.join("\n", events));
    JsonNode first = event("hits", events[0]);
    assertEquals(0, first.get("stats").get("recomputed").asInt());
    assertEquals(List.of("false"), exact(first));
    JsonNode last = event("answer", events[events.length - 1]);
    assertEquals(List.of("true"), exact(last));
    JsonNode plain = json(fixture.ask(search, body));
    assertEquals(plain.get("hits"), last.get("hits"));
    assertEquals(plain.get("stats").get("recomputed"), last.get("stats").get("recomputed"));
  }

  private static JsonNode event(String name, String event) throws Exception {
    assertTrue(event.startsWith("event: " + name + "\ndata: "), event);
    return ServerFixture.MAPPER.readTree(event.substring(event.indexOf("data: ") + 6));
  }

  private static List<String> exact(JsonNode answer) {
    return answer.get("hits").findValuesAsText("exact").stream().distinct().toList();
  }

  @Test
  void should_give_a_failed_stream_the_status_of_its_failure() throws Exception {
    problem(
        404,
        "nowhere",
        fixture.send(
            ServerFixture.json(
                    fixture.request("/api/v1/collections/nowhere/search"), "{\"question\":\"tea\"}")
                .header("Accept", "text/event-stream")));
  }

  @Test
  void should_answer_for_people() throws Exception {
    Files.writeString(fixture.notes.resolve("copy.md"), "Green tea is steeped for two minutes.\n");
    fixture.addNotes();
    String search = "/api/v1/collections/notes/search";
    String question = "{\"question\":\"How long is green tea steeped?\"";
    assertEquals(3, json(fixture.ask(search, question + "}")).get("hits").size());
    JsonNode shown = json(fixture.ask(search, question + ",\"display\":true}"));
    assertEquals(2, shown.get("hits").size(), shown.toString());
    assertEquals(1, shown.get("hits").get(0).get("copies").size());
    JsonNode hit = shown.get("hits").get(0);
    assertTrue(hit.get("close").asBoolean());
    JsonNode mark = hit.get("snippet_marks").get(0);
    assertEquals(
        "Green", hit.get("snippet").asText().substring(mark.get(0).asInt(), mark.get(1).asInt()));
    assertEquals(hit.get("snippet_marks"), hit.get("text_marks")); // the text is one sentence
  }

  @Test
  void should_keep_in_step_with_what_is_watched() throws Exception {
    fixture.addNotes();
    Files.writeString(fixture.notes.resolve("bread.md"), "Bread rises because of yeast.\n");
    JsonNode hits;
    do { // until the change was noticed, which the build's own limit bounds
      Thread.sleep(100);
      hits =
          json(fixture.ask(
                  "/api/v1/collections/notes/search",
                  "{\"question\":\"yeast\",\"mode\":\"lexical\"}"))
              .get("hits");
    } while (hits.isEmpty());
    assertEquals("bread.md", hits.get(0).get("title").asText());
    JsonNode watch = json(fixture.get("/api/v1/watch"));
    assertTrue(watch.get("watching").asBoolean());
    assertEquals(fixture.notes.toString(), watch.get("sources").get(0).get("path").asText());
  }
}
