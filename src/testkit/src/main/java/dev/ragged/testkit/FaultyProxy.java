package dev.ragged.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** A proxy for a real server whose responses fail in the ways that occur on networks. */
public final class FaultyProxy implements AutoCloseable {

  /** What happens to a request. */
  public enum Fault {
    /** Request and response are passed on. */
    NONE,
    /** There is never a response. */
    HANG,
    /** The response is 500 with a message of the server. */
    ERROR_500,
    /** The response is 503 with a proxy's page. */
    UNAVAILABLE_503,
    /** The response is 200 with bytes that are not JSON. */
    GARBAGE,
    /** The response is 200 with unrelated JSON. */
    OTHER_JSON,
    /** The response is 200 with truncated JSON. */
    HALF,
    /** The response is 200 and arrives a byte at a time, forever. */
    TRICKLE,
    /** The response is 200 and never ends. */
    ENDLESS,
    /** The connection closes before a response. */
    CUT,
    /** The server executes the request, but the connection closes before the response. */
    CUT_AFTER
  }

  private static final long TRICKLE_MILLIS = 50;

  private final HttpServer server;
  private final URI target;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger passing = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> tokens = new ConcurrentLinkedQueue<>();
  private volatile Fault fault = Fault.NONE;
  private volatile int times = Integer.MAX_VALUE;
  private volatile UnaryOperator<byte[]> change = UnaryOperator.identity();

  private FaultyProxy(HttpServer server, URI target) {
    this.server = server;
    this.target = target;
  }

  /** A proxy on a free loopback port that passes everything on at first. */
  public static FaultyProxy before(URI target) throws IOException {
    return before(target, HttpServer.create(loopback(), 0));
  }

  /** The same with TLS. */
  public static FaultyProxy before(URI target, SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return before(target, server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static FaultyProxy before(URI target, HttpServer server) {
    FaultyProxy proxy = new FaultyProxy(server, target);
    server.setExecutor(proxy.threads);
    server.createContext("/", proxy::handle);
    server.start();
    return proxy;
  }

  /** The address to send requests to. */
  public URI url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on every request has this fault. */
  public void fail(Fault fault) {
    failAfter(0, fault, Integer.MAX_VALUE);
  }

  /**
   * Passes some requests on, and then some with a fault.
   *
   * @param passed number of requests to pass on first
   * @param times number of requests that then fail, before all pass again
   */
  public void failAfter(int passed, Fault fault, int times) {
    this.passing.set(passed);
    this.times = times;
    this.fault = fault;
  }

  /** Changes the body of every answer that is passed on from now on. */
  public void change(UnaryOperator<byte[]> change) {
    this.change = change;
  }

  /** Method and path of each request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Each {@code Authorization} and {@code X-Chroma-Token} header received so far. */
  public List<String> tokens() {
    return List.copyOf(tokens);
  }

  private Fault next() {
    if (fault == Fault.NONE || passing.getAndDecrement() > 0) {
      return Fault.NONE;
    }
    int left = times;
    if (left <= 0) {
      return Fault.NONE;
    }
    times = left - 1;
    return fault;
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    for (String header : List.of("Authorization", "X-Chroma-Token")) {
      if (exchange.getRequestHeaders().containsKey(header)) {
        tokens.add(exchange.getRequestHeaders().getFirst(header));
      }
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      switch (next()) {
        case NONE -> pass(exchange, body, true);
        case CUT_AFTER -> pass(exchange, body, false);
        case HANG -> closing.await();
        case ERROR_500 ->
            answer(exchange, 500, "{\"error\":\"InternalError\",\"message\":\"database is full\"}");
        case UNAVAILABLE_503 -> answer(exchange, 503, "<html><h1>Service\nUnavailable</h1></html>");
        case GARBAGE -> answer(exchange, 200, "\u0000\u0001 these are not the droids");
        case OTHER_JSON -> answer(exchange, 200, "{\"ids\": 7, \"embeddings\": [\"x\"]}");
        case HALF -> answer(exchange, 200, "{\"ids\": [\"a\", \"b");
        case TRICKLE -> endless(exchange, new byte[] {'['}, TRICKLE_MILLIS);
        case ENDLESS -> endless(exchange, " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8), 0);
        case CUT -> {}
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, byte[] body, boolean answer)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer) {
      byte[] sent = change.apply(response.body());
      exchange.sendResponseHeaders(response.statusCode(), sent.length == 0 ? -1 : sent.length);
      exchange.getResponseBody().write(sent);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void endless(HttpExchange exchange, byte[] part, long pauseMillis)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    while (!closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
      out.write(part);
      out.flush();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
