package dev.ragged.server.http;

import dev.ragged.app.json.Json;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what never reaches a route, such as a body that is too large, as a problem. */
public final class ProblemErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        response.getStatus() < 400 ? HttpStatus.INTERNAL_SERVER_ERROR_500 : response.getStatus();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    Content.Sink.write(
        response, true, Json.write(Problem.json(status, detail(status))) + "\n", callback);
    return true;
  }

  /** What is wrong with a request that is not even looked at. */
  static String detail(int status) {
    return switch (status) {
      case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "The body is too large; send less at once.";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too large.";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The server is stopping.";
      default -> status < 500 ? "The request is not valid HTTP." : "Something went wrong inside.";
    };
  }
}
