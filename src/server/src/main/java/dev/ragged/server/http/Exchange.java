package dev.ragged.server.http;

import dev.ragged.app.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A request and its answer. */
public final class Exchange {
  /** The content type of JSON. */
  static final String JSON = "application/json";

  private static final String EVENTS = "text/event-stream";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Map<String, String> path;

  Exchange(HttpServletRequest request, HttpServletResponse response, Map<String, String> path) {
    this.request = request;
    this.response = response;
    this.path = path;
  }

  /** A part of the path that the route names. */
  public String path(String name) {
    return path.get(name);
  }

  /** A parameter of the query, or null. */
  public String query(String name) {
    return request.getParameter(name);
  }

  /** All values of a parameter of the query. */
  public List<String> queries(String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? List.of() : Arrays.asList(values);
  }

  /** A whole number of the query in a range, or the default. */
  public int queryNumber(String name, int otherwise, int min, int max) {
    String text = query(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as one out of range
    }
    throw Problem.badRequest(
        "'" + name + "' must be a whole number from " + min + " to " + max + ".");
  }

  /**
   * The JSON object of the body.
   *
   * @throws Problem if there is none
   */
  public JsonBody body() throws IOException {
    String type = request.getContentType();
    // Also keeps forms of other sites out, which can be sent without asking.
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
      throw new Problem(415, "Send the body as " + JSON + ".");
    }
    return JsonBody.read(request.getInputStream());
  }

  /** Whether events are wanted as they come, rather than one answer. */
  public boolean wantsEvents() {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains(EVENTS);
  }

  /** Answers with JSON. */
  public void json(Object value) throws IOException {
    json(HttpServletResponse.SC_OK, value);
  }

  /** Answers with JSON and a status. */
  public void json(int status, Object value) throws IOException {
    send(status, JSON, Json.write(value) + "\n");
  }

  /** Answers with a text. */
  public void text(String type, String text) throws IOException {
    send(HttpServletResponse.SC_OK, type, text);
  }

  /** Answers with nothing but a status. */
  public void status(int status) {
    response.setStatus(status);
  }

  /** Says where the thing is that was made. */
  public void location(String path) {
    header("Location", path);
  }

  /** Sets a header of the answer. */
  public void header(String name, String value) {
    response.setHeader(name, value);
  }

  /** Begins an answer of events. */
  public EventStream events() throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(EVENTS);
    response.setHeader("X-Accel-Buffering", "no"); // or a proxy would hold them back
    return new EventStream(response.getOutputStream());
  }

  private void send(int status, String type, String text) throws IOException {
    send(response, status, type, text);
  }

  static void send(HttpServletResponse response, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
