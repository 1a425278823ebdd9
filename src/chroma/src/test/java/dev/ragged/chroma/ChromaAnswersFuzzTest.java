package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ragged.Filter;
import dev.ragged.PageRequest;
import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers from anywhere instead of a Chroma server's: what was asked comes of them, or an error for
 * people. An input holds one answer for each kind of request, separated by bytes 0.
 */
@Timeout(120)
class ChromaAnswersFuzzTest {
  /** The ends of the paths of requests, in the order of the answers; the last is any other. */
  private static final List<String> REQUESTS =
      List.of("/collections", "/collections/notes", "/count", "/get", "/query", "");

  private static HttpServer server;
  private static VectorStore store;
  private static volatile List<byte[]> answers = List.of();

  @BeforeAll
  static void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", ChromaAnswersFuzzTest::answer);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    store = ChromaVectorStore.open(ChromaSettings.of(url), null);
  }

  @AfterAll
  static void close() {
    store.close();
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    int request = 0;
    while (!path.endsWith(REQUESTS.get(request))) {
      request++;
    }
    byte[] body = request < answers.size() ? answers.get(request) : new byte[0];
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  static Stream<byte[]> sets_of_answers() {
    String collection =
        "{\"id\":\"8d9b2c9e-0d1c-4d5e-9f57-0d6b3a1f9c11\",\"name\":\"notes\",\"dimension\":2,"
            + "\"metadata\":{\"ragged:model\":\"{}\",\"hnsw:space\":\"l2\"},"
            + "\"configuration_json\":{\"hnsw\":{\"space\":\"cosine\"}}}";
    String rows =
        "{\"ids\":[\"a\",\"b\"],\"embeddings\":[[1,0],[0,1]],\"documents\":[\"Tea\",null],"
            + "\"metadatas\":[{\"n\":1,\"ragged:metadata\":\"{\\\"$x\\\":2}\"},null]}";
    String near = "{\"ids\":[[\"a\",\"b\"]],\"distances\":[[0.1,0.5]]}";
    return Stream.of(
            String.join("\0", "[" + collection + "]", collection, "2", rows, near, "{}"),
            String.join("\0", "[]", collection, "-1", "{\"ids\":[]}", "{}", "\"1.0.0\""),
            String.join("\0", "[]", collection, "9", "{\"ids\":[\"a\",\"b\"]}", near),
            String.join("\0", "[]", collection, "9", rows.replace("[1,0]", "null"), near),
            String.join("\0", "[" + collection + "]", collection, "1e3", rows, near))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("sets_of_answers")
  @FuzzTest
  void should_understand_or_refuse(byte[] bytes) {
    answers = parts(bytes);
    refuseOr(VectorStore::names);
    refuseOr(
        opened -> {
          try (VectorCollection notes = opened.open("notes")) {
            List<Consumer<VectorCollection>> questions =
                List.of(
                    VectorCollection::info,
                    VectorCollection::stats,
                    VectorCollection::check,
                    c -> c.count(Filter.equal("n", 1)),
                    c -> c.get(Selection.ids("a", "b"), PageRequest.first(5)),
                    c -> c.get(Selection.where(Filter.equal("n", 1)), PageRequest.first(5)),
                    c -> c.embeddings(List.of("a", "b")),
                    c -> c.search(SearchRequest.vector(new float[] {1, 0})));
            questions.forEach(question -> refuseOr(unused -> question.accept(notes)));
          }
        });
  }

  private static void refuseOr(Consumer<VectorStore> question) {
    try {
      question.accept(store);
    } catch (RaggedException | UnsupportedOperationException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    } catch (IllegalArgumentException e) {
      // The question does not fit the collection, such as a vector of another dimension.
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
  }

  private static List<byte[]> parts(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == 0) {
        parts.add(Arrays.copyOfRange(bytes, from, i));
        from = i + 1;
      }
    }
    return parts;
  }
}
