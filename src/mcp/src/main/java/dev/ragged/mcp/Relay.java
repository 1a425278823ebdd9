package dev.ragged.mcp;

import dev.ragged.mcp.JsonRpc.RefusedException;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a client's messages to a server over HTTP, and its answers back. The server sends nothing
 * but answers and what belongs to them, so that nobody listens for more.
 */
final class Relay implements McpStdio.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** The code of JSON-RPC for a server that does not answer. */
  private static final int GONE = -32000;

  private static final String DATA = "data:";

  private final URI endpoint;
  private final String token;
  private final LineWriter out;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<CompletableFuture<?>> running = ConcurrentHashMap.newKeySet();
  private volatile String session;
  private volatile String version;

  Relay(URI endpoint, String token, LineWriter out) {
    this.endpoint = endpoint;
    this.token = token;
    this.out = out;
  }

  @Override
  public void receive(JSONRPCMessage message, String line) throws RefusedException {
    boolean first =
        message instanceof JSONRPCRequest request
            && request.method().equals(McpSchema.METHOD_INITIALIZE);
    CompletableFuture<Void> answered =
        http.sendAsync(
                request()
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(BodyPublishers.ofString(line))
                    .build(),
                BodyHandlers.ofLines())
            .thenAccept(response -> answer(message, response, first))
            .exceptionally(failure -> refuse(message, failure));
    running.add(answered);
    answered.whenComplete((done, failure) -> running.remove(answered));
    if (first) {
      answered.join(); // what follows belongs to its session
    }
  }

  private HttpRequest.Builder request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).header("Authorization", "Bearer " + token);
    if (session != null) {
      request.header(HttpHeaders.MCP_SESSION_ID, session);
    }
    if (version != null) {
      request.header(HttpHeaders.PROTOCOL_VERSION, version);
    }
    return request;
  }

  private void answer(
      JSONRPCMessage message, HttpResponse<Stream<String>> response, boolean first) {
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException("It answered with status " + response.statusCode() + ".");
      }
      if (first) {
        session = response.headers().firstValue(HttpHeaders.MCP_SESSION_ID).orElse(null);
      }
      boolean events =
          response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
      lines
          .filter(line -> !line.isBlank() && (!events || line.startsWith(DATA)))
          .map(line -> events ? line.substring(DATA.length()).strip() : line)
          .forEach(json -> pass(json, first));
    }
  }

  private void pass(String json, boolean first) {
    if (first) {
      version = version(json);
    }
    out.write(json);
  }

  /** The version of the protocol that the server chose, or null if it chose none. */
  private static String version(String json) {
    try {
      return JsonRpc.parse(json) instanceof JSONRPCResponse response
              && response.result() instanceof Map<?, ?> result
              && result.get("protocolVersion") instanceof String chosen
          ? chosen
          : null;
    } catch (RefusedException e) {
      return null;
    }
  }

  private Void refuse(JSONRPCMessage message, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    LOG.warn("The server at {} does not answer: {}", endpoint, cause.toString());
    if (message instanceof JSONRPCRequest request) {
      out.write(
          new RefusedException(
                  request.id(),
                  GONE,
                  "The server at "
                      + endpoint
                      + " does not answer any more; start 'ragged mcp' anew.")
              .answer());
    }
    return null;
  }

  /** Ends the session, at which the server cancels what runs for it. */
  @Override
  public void finish() {
    if (session != null) {
      http.sendAsync(request().DELETE().build(), BodyHandlers.discarding())
          .exceptionally(gone -> null)
          .join();
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
  }
}
