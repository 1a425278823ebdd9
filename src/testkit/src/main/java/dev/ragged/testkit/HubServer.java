package dev.ragged.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A hub on loopback that speaks Hugging Face's protocol: large files are redirected to another
 * origin with their SHA-256 in the header, small ones to a relative address with git's SHA-1.
 */
public final class HubServer implements AutoCloseable {
  /** From here on a file is large. */
  private static final int LARGE = 10_000;

  private static final String RELATIVE = "/api/resolve-cache";

  private final HttpServer hub;
  private final HttpServer store;

  /** Files by commit, commits by revision; all of one model. */
  private final Map<String, Map<String, byte[]>> commits = new ConcurrentHashMap<>();

  private final Map<String, String> revisions = new ConcurrentHashMap<>();
  private final String model;

  /** Method, path and range of each request, in order. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** The Authorization headers that came to the store of large files. */
  public final List<String> strangersHeard = new CopyOnWriteArrayList<>();

  /** Those that came to the hub. */
  public final List<String> hubHeard = new CopyOnWriteArrayList<>();

  /** The byte of an ONNX file before which the connection breaks. */
  public volatile int breakAt;

  /** How many requests of ONNX files are to break. */
  public final AtomicInteger breaks = new AtomicInteger();

  /** Requests to answer with "too many". */
  public final AtomicInteger tooMany = new AtomicInteger();

  /** Names of files to send other bytes of than the header says. */
  public volatile String falsified = "";

  /** Whether its headers leave out the digests. */
  public volatile boolean withoutDigests;

  /** A hub with one model, such as {@code owner/name}, of which nothing is published yet. */
  public HubServer(String model) throws IOException {
    this.model = model;
    this.hub = start(this::answerHub);
    this.store = start(this::answerStore);
  }

  private static HttpServer start(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    return server;
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  /** Publishes files as a commit, which becomes a revision. */
  public void publish(String revision, String commit, Map<String, byte[]> files) {
    commits.put(commit, new TreeMap<>(files));
    revisions.put(revision, commit);
    revisions.put(commit, commit);
  }

  private void answerHub(HttpExchange exchange) throws IOException {
    try (exchange) {
      note(exchange);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      hubHeard.add(authorization == null ? "" : authorization);
      String path = exchange.getRequestURI().getPath();
      String api = "/api/models/" + model + "/revision/";
      String resolve = "/" + model + "/resolve/";
      if (tooMany.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.getResponseHeaders().set("Retry-After", "7");
        exchange.sendResponseHeaders(429, -1);
      } else if (path.startsWith(api) && revisions.containsKey(path.substring(api.length()))) {
        list(exchange, revisions.get(path.substring(api.length())));
      } else if (path.startsWith(resolve)) {
        resolve(exchange, path.substring(resolve.length()));
      } else if (path.startsWith(RELATIVE)) {
        String rest = path.substring(RELATIVE.length() + 1);
        byte[] file = file(rest);
        describe(exchange.getResponseHeaders(), rest, file, "ETag", sha1(file));
        send(exchange, file);
      } else {
        exchange.sendResponseHeaders(path.contains("private") ? 401 : 404, -1);
      }
    }
  }

  private void note(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getPath()
            + (range == null ? "" : " " + range));
  }

  private void list(HttpExchange exchange, String commit) throws IOException {
    String siblings =
        commits.get(commit).keySet().stream()
            .map(
                name ->
                    "{\"rfilename\":\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
            .collect(Collectors.joining(","));
    byte[] answer =
        ("{\"id\":\"" + model + "\",\"sha\":\"" + commit + "\",\"siblings\":[" + siblings + "]}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, answer);
  }

  /** COMMIT/FILE. */
  private byte[] file(String path) {
    int slash = path.indexOf('/');
    String commit = revisions.getOrDefault(path.substring(0, slash), "");
    return commits.getOrDefault(commit, Map.of()).get(path.substring(slash + 1));
  }

  private void resolve(HttpExchange exchange, String path) throws IOException {
    byte[] file = file(path);
    if (file == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    if (file.length >= LARGE) {
      describe(headers, path, file, "X-Linked-Etag", sha256(file));
      headers.set("X-Linked-Size", Integer.toString(file.length));
      headers.set("Location", "http://127.0.0.1:" + store.getAddress().getPort() + "/" + path);
      exchange.sendResponseHeaders(302, -1);
    } else {
      describe(headers, path, file, "ETag", sha1(file));
      headers.set("Location", RELATIVE + "/" + path);
      exchange.sendResponseHeaders(307, -1);
    }
  }

  private void describe(Headers headers, String path, byte[] file, String tag, String digest) {
    if (!withoutDigests) {
      headers.set(tag, '"' + digest + '"');
    }
    headers.set("X-Repo-Commit", revisions.get(path.substring(0, path.indexOf('/'))));
    headers.set("Accept-Ranges", "bytes");
  }

  private void answerStore(HttpExchange exchange) throws IOException {
    try (exchange) {
      note(exchange);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null) {
        strangersHeard.add(authorization);
      }
      String path = exchange.getRequestURI().getPath().substring(1);
      byte[] file = file(path).clone();
      if (!falsified.isEmpty() && path.endsWith(falsified)) {
        file[file.length / 2]++;
      }
      // A stranger's digest must not count.
      exchange.getResponseHeaders().set("ETag", '"' + sha256(file) + '"');
      send(exchange, file);
    }
  }

  private void send(HttpExchange exchange, byte[] file) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null) {
      from = Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
      if (from >= file.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    }
    byte[] rest = Arrays.copyOfRange(file, from, file.length);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(rest.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length == 0 ? -1 : rest.length);
    boolean broken =
        exchange.getRequestURI().getPath().endsWith(".onnx")
            && breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    OutputStream out = exchange.getResponseBody();
    out.write(rest, 0, broken ? Math.max(0, breakAt - from) : rest.length);
    out.flush();
  }

  /** A file's SHA-256, in hexadecimal. */
  public static String sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }

  private static String sha1(byte[] file) {
    byte[] head = ("blob " + file.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return digest("SHA-1", head, file);
  }

  private static String digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
  }
}
