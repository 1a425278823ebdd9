package dev.ragged.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.SearchRequest;
import dev.ragged.SearchStats;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.Place;
import dev.ragged.app.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Has the server of the data directory answer questions, which is warm, where it would answer as
 * this process does. Whatever keeps it from answering is no failure: the caller answers itself.
 */
public final class ServerSearch {
  private static final int CONNECT_MILLIS = 1_000;

  /** More than a server takes for one question. */
  private static final int READ_MILLIS = 60_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  /**
   * An answer.
   *
   * @param reads as {@link SearchService#reads} would say
   */
  public record Answered(Answer answer, boolean reads) {}

  private final RunningServer server;

  private ServerSearch(RunningServer server) {
    this.server = server;
  }

  /** The server that would answer as these stores do; empty if none runs. */
  public static Optional<ServerSearch> of(StoreRouter stores) {
    return RunningServer.alike(stores).map(ServerSearch::new);
  }

  /**
   * Whether it can be asked about some conditions. Paths mean something else in its folder, and a
   * filter may name some.
   */
  public static boolean takes(Conditions conditions) {
    return conditions.where() == null
        && conditions.in().stream().allMatch(path -> Files.exists(Path.of(Sources.absolute(path))));
  }

  /**
   * Has it answer for people, as {@link SearchService#answerFolded} does.
   *
   * @return empty if it does not answer
   */
  public Optional<Answered> answerFolded(
      List<String> collections, SearchRequest request, Conditions conditions) {
    return ask(collections, request, conditions, true)
        .map(json -> new Answered(answer(json), json.path("reads").asBoolean(true)));
  }

  /**
   * Has it answer, as {@link SearchService#answer} does for every hit.
   *
   * @return empty if it does not answer
   */
  public Optional<Answered> answer(
      List<String> collections, SearchRequest request, Conditions conditions) {
    return ask(collections, request, conditions, false)
        .map(json -> new Answered(answer(json), true));
  }

  private Optional<JsonNode> ask(
      List<String> collections, SearchRequest request, Conditions conditions, boolean display) {
    Map<String, Object> body =
        Json.object(
            "collections",
            collections,
            "question",
            request.text(),
            "k",
            request.k(),
            "mode",
            request.mode().name().toLowerCase(Locale.ROOT),
            "recall",
            request.recallTarget(),
            "search_complexity",
            request.searchComplexity(),
            "in",
            conditions.in().stream().map(Sources::absolute).toList(),
            "types",
            conditions.types(),
            "since",
            conditions.since(),
            "before",
            conditions.before(),
            "from",
            conditions.from(),
            "display",
            display);
    if (request.within() != null) {
      body.put("within_ms", request.within().toMillis());
    }
    if (request.minScore() != Double.NEGATIVE_INFINITY) {
      body.put("min_score", request.minScore());
    }
    try {
      return Optional.ofNullable(post("/api/v1/search", Json.write(body)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Not the JDK's newer client, which takes longer to load than an answer. */
  private JsonNode post(String path, String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(server.url() + path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Authorization", "Bearer " + server.token());
    connection.setDoOutput(true);
    connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      return null;
    }
    try (InputStream in = connection.getInputStream()) {
      return MAPPER.readTree(in);
    }
  }

  private static Answer answer(JsonNode json) {
    List<Found> hits = new ArrayList<>();
    for (JsonNode hit : json.path("hits")) {
      hits.add(found(hits.size() + 1, hit));
    }
    JsonNode stats = json.path("stats");
    JsonNode millis = stats.path("millis");
    return new Answer(
        json.path("question").asText(),
        hits,
        new SearchStats(
            stats.path("candidates").asInt(),
            stats.path("recomputed").asInt(),
            stats.path("expected_recall").asDouble(Double.NaN),
            nanos(millis.path("embed_query")),
            nanos(millis.path("scan")),
            nanos(millis.path("recompute")),
            nanos(millis.path("total"))));
  }

  private static long nanos(JsonNode millis) {
    return Math.round(millis.asDouble() * 1e6);
  }

  private static Found found(int rank, JsonNode json) {
    Metadata metadata = Metadata.of(MAPPER.convertValue(json.path("metadata"), MAP));
    Hit.Parts parts =
        json.has("cosine")
            ? new Hit.Parts(json.path("cosine").asDouble(), json.path("coverage").asDouble())
            : null;
    Hit hit =
        new Hit(
            json.path("id").asText(),
            json.path("score").asDouble(),
            json.path("exact").asBoolean(true),
            json.path("text").textValue(),
            metadata,
            parts,
            null);
    List<Found> copies = new ArrayList<>();
    for (JsonNode copy : json.path("copies")) {
      copies.add(found(rank + copies.size() + 1, copy));
    }
    Found found =
        new Found(
            rank,
            json.path("collection").textValue(),
            hit,
            json.path("title").textValue(),
            Place.of(metadata),
            json.path("close").asBoolean(true),
            copies);
    // A document without a title goes by its file's name.
    return found.title() != null && found.title().equals(found.name())
        ? new Found(
            rank, found.collection(), hit, null, found.place(), found.close(), found.copies())
        : found;
  }
}
