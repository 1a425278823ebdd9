package dev.ragged.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.embed.OnnxEmbedder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Times a server of ragged's that runs, from the outside, beside a Chroma server with the same
 * passages: {@code ci/bench-serve.sh}. The questions are headings of the documents.
 *
 * <p>Usage: {@code ServeBenchmark RAGGED_URL CHROMA_URL QUESTIONS PATH...}, or {@code -} instead of
 * Chroma's address.
 */
public final class ServeBenchmark {
  private static final String COLLECTION = "/api/v1/collections/default/search";
  private static final int K = 3;
  private static final int WARM_UP = 150;
  private static final int[] CLIENTS = {1, 4, 16};
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String ragged;
  private final List<String> questions;

  private ServeBenchmark(String ragged, List<String> questions) {
    this.ragged = ragged;
    this.questions = questions;
  }

  public static void main(String[] args) throws Exception {
    List<Path> documents = Arrays.stream(args).skip(3).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      List<String> questions = Headings.of(documents, model, Integer.parseInt(args[2]));
      ServeBenchmark benchmark = new ServeBenchmark(args[0], questions);
      benchmark.warmUp();
      benchmark.modes();
      if (!args[1].equals("-")) {
        benchmark.beside(model, args[1]);
      }
      benchmark.throughput();
      benchmark.memory();
    }
  }

  // ---------------------------------------------------------------- one client

  /** So that the server's code is compiled; of few questions, so that few vectors are known. */
  private void warmUp() throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      for (String mode : List.of("lexical", "hybrid", "vector")) {
        ask(questions.get(i % 2) + " or not?", mode);
      }
    }
  }

  /** First asks each question once, and then the same again, as people ask about one topic. */
  private void modes() throws Exception {
    System.out.println(
        "| mode | round | p50, ms | p95 | inside: question + recompute, p50 | outside / inside |"
            + " recomputed |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    for (String mode : List.of("lexical", "hybrid", "vector")) {
      for (String round : List.of("first", "again")) {
        List<Double> outside = new ArrayList<>();
        List<Double> inside = new ArrayList<>();
        double recomputed = 0;
        for (String question : questions) {
          long start = System.nanoTime();
          JsonNode answer = ask(question, mode);
          outside.add(millis(start));
          JsonNode stats = answer.path("stats");
          JsonNode times = stats.path("millis");
          inside.add(times.path("embed_query").asDouble() + times.path("recompute").asDouble());
          recomputed += stats.path("recomputed").asDouble() / questions.size();
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %.1f | %.1f | %.1f | %s | %.1f |%n",
            mode,
            round,
            percentile(outside, 50),
            percentile(outside, 95),
            percentile(inside, 50),
            mode.equals("lexical") ? "-" : ratio(percentile(outside, 50), percentile(inside, 50)),
            recomputed);
      }
    }
    System.out.println();
    streams();
  }

  /** Questions that were not asked yet, so that there is something to stream. */
  private void streams() throws Exception {
    List<Double> first = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    for (String question : questions) {
      long start = System.nanoTime();
      HttpRequest request =
          request(ragged + COLLECTION, body(question + " and why?", "vector"))
              .header("Accept", "text/event-stream")
              .build();
      boolean told = false;
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  client.send(request, BodyHandlers.ofInputStream()).body(),
                  StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!told && line.startsWith("data: ")) {
            first.add(millis(start));
            told = true;
          }
        }
      }
      whole.add(millis(start));
    }
    System.out.printf(
        Locale.ROOT,
        "streamed, vector: first hits after %.1f ms (p50), the answer after %.1f ms: 1/%.1f%n%n",
        percentile(first, 50),
        percentile(whole, 50),
        percentile(whole, 50) / percentile(first, 50));
  }

  /** Chroma is given the question's vector, which its users have to make as well. */
  private void beside(OnnxEmbedder model, String chroma) throws Exception {
    String collections =
        chroma + "/api/v2/tenants/default_tenant/databases/default_database/collections";
    String id =
        MAPPER
            .readTree(
                client
                    .send(
                        HttpRequest.newBuilder(URI.create(collections)).build(),
                        BodyHandlers.ofString())
                    .body())
            .path(0)
            .path("id")
            .asText();
    List<Double> theirs = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    for (String question : questions) {
      long start = System.nanoTime();
      float[] vector = model.embedQuery(question);
      String body =
          MAPPER.writeValueAsString(
              Map.of(
                  "query_embeddings",
                  List.of(vector),
                  "n_results",
                  K,
                  "include",
                  List.of("documents", "metadatas", "distances")));
      post(collections + "/" + id + "/query", body);
      theirs.add(millis(start));
      start = System.nanoTime();
      ask(question, "vector");
      ours.add(millis(start));
    }
    System.out.printf(
        Locale.ROOT,
        "asked before, vector: ragged %.1f ms (p50), Chroma with the question's embedding %.1f ms:"
            + " %s%n%n",
        percentile(ours, 50),
        percentile(theirs, 50),
        ratio(percentile(ours, 50), percentile(theirs, 50)));
  }

  // ---------------------------------------------------------------- many clients

  private void throughput() throws Exception {
    System.out.println("| clients | hybrid answers a second | p95, ms |");
    System.out.println("| --- | --- | --- |");
    for (int clients : CLIENTS) {
      ExecutorService threads = Executors.newFixedThreadPool(clients);
      AtomicInteger next = new AtomicInteger();
      List<Future<List<Double>>> all = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < clients; i++) {
        all.add(
            threads.submit(
                () -> {
                  List<Double> times = new ArrayList<>();
                  for (int j = next.getAndIncrement();
                      j < questions.size();
                      j = next.getAndIncrement()) {
                    long begin = System.nanoTime();
                    ask(questions.get(j) + " by " + clients + "?", "hybrid"); // not asked before
                    times.add(millis(begin));
                  }
                  return times;
                }));
      }
      List<Double> times = new ArrayList<>();
      for (Future<List<Double>> one : all) {
        times.addAll(one.get());
      }
      double seconds = millis(start) / 1e3;
      threads.shutdown();
      System.out.printf(
          Locale.ROOT,
          "| %d | %.1f | %.1f |%n",
          clients,
          times.size() / seconds,
          percentile(times, 95));
    }
    System.out.println();
  }

  private void memory() throws Exception {
    JsonNode status = MAPPER.readTree(get(ragged + "/api/v1/status"));
    JsonNode cache = status.path("cache");
    long hits = cache.path("hits").asLong();
    long asked = hits + cache.path("misses").asLong();
    String heap =
        get(ragged + "/metrics")
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .reduce("0", (a, b) -> "" + (Double.parseDouble(a) + Double.parseDouble(b)));
    System.out.printf(
        Locale.ROOT,
        "budget %.0f MiB: %,d vectors in %.1f MiB, %.0f %% of look-ups hit; heap %.0f MB%n",
        cache.path("budget").asDouble() / (1 << 20),
        cache.path("vectors").asLong(),
        cache.path("bytes").asDouble() / (1 << 20),
        asked == 0 ? 0 : 100.0 * hits / asked,
        Double.parseDouble(heap) / 1e6);
  }

  // ---------------------------------------------------------------- HTTP

  private static String body(String question, String mode) throws IOException {
    return MAPPER.writeValueAsString(Map.of("question", question, "mode", mode, "k", K));
  }

  private JsonNode ask(String question, String mode) throws Exception {
    return MAPPER.readTree(post(ragged + COLLECTION, body(question, mode)));
  }

  private static HttpRequest.Builder request(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private String post(String url, String body) throws Exception {
    return checked(request(url, body).build());
  }

  private String get(String url) throws Exception {
    return checked(HttpRequest.newBuilder(URI.create(url)).build());
  }

  private String checked(HttpRequest request) throws Exception {
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static String ratio(double one, double other) {
    return String.format(Locale.ROOT, "%.2f x", one / other);
  }

  private static double percentile(List<Double> values, int percent) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
