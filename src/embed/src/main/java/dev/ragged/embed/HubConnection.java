package dev.ragged.embed;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a hub, as Hugging Face's own client makes them. Redirects are followed, but never
 * from an encrypted address to another, and the token stays with the hub.
 */
final class HubConnection {
  private static final int CONNECT_MILLIS = 10_000;

  /** Between two bytes. */
  private static final int SILENCE_MILLIS = 30_000;

  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_LISTING_BYTES = 8 << 20;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

  private final HubOptions options;

  HubConnection(HubOptions options) {
    this.options = options;
  }

  /** What may go well a moment later. */
  static final class TransientException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What the server asks to wait, or 0. */
    final int seconds;

    TransientException(String message, int seconds) {
      super(message);
      this.seconds = seconds;
    }
  }

  /** The part of a file that is here does not go together with what the hub has. */
  static final class WrongPartException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongPartException() {
      super("it has another file than before");
    }
  }

  /**
   * A file that begins to arrive.
   *
   * @param digest SHA-256 in hexadecimal, or the SHA-1 that git gives it; null if the hub says none
   * @param from the first byte that arrives
   * @param size of the whole file, or -1 if it is not known
   */
  record Answer(
      InputStream body, @Nullable String digest, @Nullable String commit, long from, long size)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** What the hub knows of a model at a revision. */
  JsonObject listing(HubReference model) throws IOException {
    String path =
        "/api/models/" + model.published() + "/revision/" + model.revision().replace("/", "%2F");
    try (Answer answer = get(URI.create(options.hub() + path), model, 0)) {
      byte[] bytes = answer.body().readNBytes(MAX_LISTING_BYTES + 1);
      if (bytes.length > MAX_LISTING_BYTES) {
        throw unusable(model);
      }
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw unusable(model);
    }
  }

  private RaggedException unusable(HubReference model) {
    return new RaggedException(
        options.hub() + " does not answer as a hub does about '" + model + "'; check hub.url.");
  }

  /** Asks for a file at a commit, from a byte on. */
  Answer file(HubReference model, String commit, String file, long from) throws IOException {
    String path = "/" + model.published() + "/resolve/" + commit + "/" + file;
    return get(URI.create(options.hub() + path), model, from);
  }

  private Answer get(URI start, HubReference model, long from) throws IOException {
    URI uri = start;
    String digest = null;
    String commit = null;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpURLConnection connection = open(uri, from);
      int status = connection.getResponseCode();
      if (options.isHub(uri)) { // others may say what they like
        String linked = connection.getHeaderField("X-Linked-Etag");
        String own = REDIRECTS.contains(status) ? null : connection.getHeaderField("ETag");
        digest = linked != null ? linked : digest != null ? digest : own;
        String stated = connection.getHeaderField("X-Repo-Commit");
        commit = stated != null ? stated : commit;
      }
      if (REDIRECTS.contains(status)) {
        uri = redirected(uri, connection.getHeaderField("Location"));
        connection.disconnect();
        continue;
      }
      if (status == 200 || status == 206) {
        return answer(connection, status, digest, commit);
      }
      String after = connection.getHeaderField("Retry-After");
      connection.disconnect();
      throw failure(status, after, model);
    }
    throw new RaggedException(
        options.hub() + " redirects requests for '" + model + "' without end; check hub.url.");
  }

  private HttpURLConnection open(URI uri, long from) throws IOException {
    if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("it is no address on the web");
    }
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(SILENCE_MILLIS);
    connection.setRequestProperty("User-Agent", "ragged");
    connection.setRequestProperty("Accept-Encoding", "identity"); // sizes are of the file
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    if (options.mayHaveToken(uri)) {
      connection.setRequestProperty("Authorization", "Bearer " + options.token());
    }
    return connection;
  }

  static URI redirected(URI from, @Nullable String location) throws IOException {
    URI to;
    try {
      to = from.resolve(location == null ? "" : location);
    } catch (IllegalArgumentException e) {
      throw new IOException("it redirects to no address", e);
    }
    String scheme = to.getScheme();
    if (!"https".equalsIgnoreCase(scheme)
        && (!"http".equalsIgnoreCase(scheme) || HubOptions.isEncrypted(from))) {
      throw new RaggedException(
          from.getHost() + " redirects to an address without encryption, which is not followed.");
    }
    return to;
  }

  private static Answer answer(
      HttpURLConnection connection, int status, @Nullable String digest, @Nullable String commit)
      throws IOException {
    long from = 0;
    long size = connection.getContentLengthLong();
    if (status == 206) {
      String range = connection.getHeaderField("Content-Range");
      Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range);
      if (!matcher.matches() || matcher.group(1).length() > 18 || matcher.group(2).length() > 18) {
        connection.disconnect();
        throw new WrongPartException();
      }
      from = Long.parseLong(matcher.group(1));
      size = Long.parseLong(matcher.group(2));
    }
    return new Answer(connection.getInputStream(), plain(digest), commit, from, size);
  }

  /** An entity tag without its quotes; null unless it is a digest. */
  private static @Nullable String plain(@Nullable String tag) {
    String bare = tag == null ? "" : tag.replaceFirst("^W/", "").replace("\"", "");
    return bare.matches("[0-9a-f]{40}|[0-9a-f]{64}") ? bare : null;
  }

  private IOException failure(int status, @Nullable String after, HubReference model)
      throws IOException {
    if (TRANSIENT.contains(status)) {
      boolean stated = after != null && after.matches("\\d{1,4}");
      return new TransientException(
          "it answers with status " + status, stated ? Integer.parseInt(after) : 0);
    }
    if (status == 401 || status == 403 || status == 404) {
      throw new RaggedException(
          options.hub()
              + " has no model '"
              + model
              + "' for you (status "
              + status
              + "); check its name, or if it is private or gated, set HF_TOKEN.");
    }
    if (status == 416) {
      return new WrongPartException();
    }
    throw new RaggedException(
        options.hub() + " answers with status " + status + " when asked for '" + model + "'.");
  }
}
