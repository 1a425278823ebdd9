package dev.ragged.chroma;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ragged.OperationInterruptedException;
import dev.ragged.RaggedException;
import dev.ragged.UnconfirmedWriteException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Calls Chroma's HTTP API, version 2: JSON in, JSON out. Failures name the server, the call and
 * what to do. Safe for use by several threads.
 *
 * <p>The timeout covers a whole call with its retries; the JDK's own timeout ends with the headers
 * of the response (JDK-8208693). Only calls that are safe to retry are retried.
 */
final class ChromaClient {
  /** Larger responses are rejected; readers of many passages then request fewer at a time. */
  static final int MAX_RESPONSE_BYTES = 256 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_RETRIES = 2;
  private static final long RETRY_DELAY_MILLIS = 50;
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(429, 502, 503, 504);
  private static final int MAX_SHOWN = 200;
  private static final String INTERRUPTED =
      "The thread was interrupted while it waited for Chroma.";
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(MAX_RESPONSE_BYTES)
                          .maxNestingDepth(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** What a call does to the server's data, hence whether it is safe to retry. */
  enum Effect {
    READ,
    /** Doing it twice is the same as doing it once. */
    WRITE,
    WRITE_ONCE
  }

  private final ChromaSettings settings;
  private final BooleanSupplier alive;
  private final String base;
  private final HttpClient http;

  /**
   * Makes no request yet.
   *
   * @param alive whether the server still runs, as far as can be known; nothing is sent to one that
   *     does not, because another program may listen there by then
   */
  ChromaClient(ChromaSettings settings, BooleanSupplier alive) {
    this.settings = settings;
    this.alive = alive;
    this.base = settings.url().toString().replaceAll("/+$", "") + "/api/v2";
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(min(CONNECT_TIMEOUT, settings.timeout()));
    if (settings.caFile() != null) {
      builder.sslContext(TrustedCertificates.context(settings.caFile()));
    }
    this.http = builder.build();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The beginning of messages. */
  private String server() {
    return "Chroma at " + settings.url();
  }

  ChromaSettings settings() {
    return settings;
  }

  /** The path of the database, which contains its collections. */
  String database() {
    return "/tenants/" + encode(settings.tenant()) + "/databases/" + encode(settings.database());
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Makes a call.
   *
   * @param method {@code GET}, {@code POST}, ...
   * @param path below {@code /api/v2}
   * @param body the body to send as JSON, or null
   * @param type type of the response; {@link JsonNode} for any
   * @param effect what the call does to the server's data
   * @param what the call does, as in "Chroma failed at ..."
   * @throws ChromaFailure if the server responds with an error
   * @throws UnconfirmedWriteException if the call writes and reached the server, but the response
   *     does not say whether it was done
   * @throws RaggedException if there is no response or an unexpected one
   */
  <T> T call(String method, String path, Object body, Class<T> type, Effect effect, String what) {
    boolean[] sent = {false};
    try {
      return call(method, path, body, type, effect != Effect.WRITE_ONCE, what, sent);
    } catch (RaggedException e) {
      boolean refused = e instanceof ChromaFailure failure && failure.status() < 500;
      if (effect == Effect.READ || !sent[0] || refused) {
        throw e;
      }
      String sentence = e.getMessage().replaceAll("\\.$", "");
      throw new UnconfirmedWriteException(
          sentence + "; it may have been done all the same, so read before you repeat it.", e);
    }
  }

  private <T> T call(
      String method,
      String path,
      Object body,
      Class<T> type,
      boolean idempotent,
      String what,
      boolean[] sent) {
    HttpRequest request = request(method, path, body);
    OperationInterruptedException.throwIfInterrupted("The call of Chroma");
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    for (int attempt = 0; ; attempt++) {
      boolean last = attempt == MAX_RETRIES || !idempotent;
      boolean wasSent = sent[0];
      sent[0] = true;
      try {
        HttpResponse<byte[]> response = send(request, deadline, what);
        if (response.statusCode() / 100 == 2) {
          return parse(response.body(), type, what);
        }
        if (last || !TRANSIENT_STATUSES.contains(response.statusCode())) {
          throw failure(response, what);
        }
      } catch (ConnectException | HttpConnectTimeoutException e) {
        sent[0] = wasSent;
        if (attempt == MAX_RETRIES) { // never reached the server, so any call can be retried
          throw unreachable(what, e);
        }
      } catch (LimitedBody.TooLargeException e) {
        throw new ResponseTooLargeException(what);
      } catch (SSLException e) {
        sent[0] = wasSent || !(e instanceof SSLHandshakeException);
        throw new RaggedException(
            server()
                + " cannot be trusted ("
                + firstLine(e.getMessage())
                + "); set the CA file to the certificate of its authority.",
            e);
      } catch (IOException e) {
        if (last) {
          throw broken(what, e);
        }
      }
      pause(RETRY_DELAY_MILLIS << (2 * attempt));
    }
  }

  /** The response is larger than {@link #MAX_RESPONSE_BYTES}; requesting less may help. */
  final class ResponseTooLargeException extends RaggedException {
    private static final long serialVersionUID = 1L;

    ResponseTooLargeException(String what) {
      super(
          server()
              + " answered "
              + what
              + " with more than "
              + (MAX_RESPONSE_BYTES >> 20)
              + " MiB; check that it is a Chroma server.");
    }
  }

  private HttpRequest request(String method, String path, Object body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .header("Accept", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      if (body != null) {
        request.header("Content-Type", "application/json");
      }
      if (settings.token() != null) {
        String header = settings.tokenHeader();
        boolean bearer = header.equalsIgnoreCase(ChromaSettings.DEFAULT_TOKEN_HEADER);
        request.header(header, bearer ? "Bearer " + settings.token() : settings.token());
      }
      return request.build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A request cannot be written as JSON.", e);
    } catch (IllegalArgumentException e) {
      // The message would show the token.
      throw new RaggedException(
          "The Chroma token or its header holds characters that HTTP does not allow; check"
              + " the token and the header it is sent in.");
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request, long deadline, String what)
      throws IOException {
    if (!alive.getAsBoolean()) {
      throw new RaggedException(
          "The Chroma server that ragged started at "
              + settings.url()
              + " has ended, so "
              + what
              + " was not tried; run the command again, and look into "
              + ChromaServer.LOG
              + " beside its data.");
    }
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request, LimitedBody.of(MAX_RESPONSE_BYTES));
    try {
      return sent.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new RaggedException(
          server()
              + " gave no answer to "
              + what
              + " within "
              + seconds()
              + " s; check whether the server is overloaded, or raise the timeout.",
          e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw new OperationInterruptedException(INTERRUPTED, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    }
  }

  private String seconds() {
    long millis = settings.timeout().toMillis();
    return millis % 1_000 == 0 ? "" + millis / 1_000 : "" + millis / 1_000.0;
  }

  private <T> T parse(byte[] body, Class<T> type, String what) {
    try {
      T answer = body.length == 0 ? null : JSON.readValue(body, type);
      if (answer != null || type == Void.class) {
        return answer;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw foreign(what, e);
    }
    throw foreign(what, null);
  }

  /** The exception for a response that is not Chroma's. */
  RaggedException foreign(String what, Exception cause) {
    return new RaggedException(
        server()
            + " answered "
            + what
            + " with something that is not an answer of Chroma 1.0 or later; check the address.",
        cause);
  }

  private RaggedException failure(HttpResponse<byte[]> response, String what) {
    int status = response.statusCode();
    String said = said(response.body());
    String remedy =
        switch (status) {
          case 401, 403 -> "check the token and its permissions";
          case 410 -> "ragged needs Chroma 1.0 or later";
          case 413 -> "the passage is too large for the server";
          case 429 -> "wait and try again";
          default ->
              status >= 500
                  ? "check the server's log and whether its disk is full"
                  : status == ChromaFailure.NOT_FOUND
                      ? "check the address, the tenant and the database"
                      : "check whether the server is Chroma 1.0 or later";
        };
    return new ChromaFailure(
        status,
        server()
            + " failed at "
            + what
            + " (HTTP "
            + status
            + (said.isEmpty() ? "" : ": " + said)
            + "); "
            + remedy
            + ".");
  }

  /** What the server says about a failure, in a form for messages. */
  private static String said(byte[] body) {
    String text = new String(body, 0, Math.min(body.length, 4_096), StandardCharsets.UTF_8);
    try {
      JsonNode message = JSON.readTree(body).path("message");
      text = message.isTextual() ? message.textValue() : text;
    } catch (IOException e) {
      // Not from Chroma but from a proxy; shown as it is.
    }
    return firstLine(text);
  }

  private static String firstLine(String text) {
    String line =
        text == null
            ? ""
            : text.replaceAll("[^\\p{Print}]+", " ").replaceAll("<[^>]*>", "").strip();
    return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "..." : line;
  }

  private RaggedException unreachable(String what, Exception cause) {
    return new RaggedException(
        server()
            + " cannot be reached for "
            + what
            + "; start it with 'chroma run' or correct the address.",
        cause);
  }

  private RaggedException broken(String what, IOException cause) {
    return new RaggedException(
        server()
            + " broke off "
            + what
            + " ("
            + firstLine(cause.getMessage() == null ? "" + cause : cause.getMessage())
            + "); check whether the server still runs, and try again.",
        cause);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new OperationInterruptedException(INTERRUPTED, e);
    }
  }

  /** Parses JSON stored in a passage. */
  static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return JSON.readValue(json, type);
  }

  /** Writes JSON to store in a passage. */
  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The words for a number of things in a call's name. */
  static String some(List<?> items, String name) {
    return items.size() + " " + name + (items.size() == 1 ? "" : "s");
  }
}
