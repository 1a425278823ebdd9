package dev.ragged.server.http;

import dev.ragged.app.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request is not answered; sent as {@code application/problem+json} (RFC 9457).
 *
 * <p>Thrown where the request is handled. Its sentence is for people: what is wrong, and what to
 * do.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * @param status of HTTP, from 400
   * @param sentence what is wrong and what to do
   */
  public Problem(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /** A wrong request. */
  public static Problem badRequest(String sentence) {
    return new Problem(400, sentence);
  }

  /** The same with a header of the answer. */
  Problem withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The same, saying when to try again. */
  public Problem retryAfter(int seconds) {
    return withHeader("Retry-After", Integer.toString(seconds));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** As it is sent. */
  public Map<String, Object> json() {
    return json(status, getMessage());
  }

  static Map<String, Object> json(int status, String detail) {
    return Json.object("title", title(status), "status", status, "detail", detail);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Request Refused" : "Internal Server Error";
    };
  }
}
