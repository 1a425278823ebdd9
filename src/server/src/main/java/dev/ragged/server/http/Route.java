package dev.ragged.server.http;

import java.io.IOException;

/**
 * What a method on a path does.
 *
 * @param template the path, with names in braces for parts that vary
 * @param access what a client needs to show
 */
public record Route(String method, String template, Access access, Handler handler) {

  /** Who may use a route. */
  public enum Access {
    /** Everybody; it tells nothing about anybody's documents. */
    OPEN,
    /** Those with the token; on this machine alone, perhaps without. */
    READ,
    /** Those with the token. */
    CHANGE
  }

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  /** Tells nothing about anybody's documents. */
  public static Route open(String template, Handler handler) {
    return new Route("GET", template, Access.OPEN, handler);
  }

  /** Reads by GET. */
  public static Route get(String template, Handler handler) {
    return new Route("GET", template, Access.READ, handler);
  }

  /** Reads by POST, since a question does not fit a path. */
  public static Route ask(String template, Handler handler) {
    return new Route("POST", template, Access.READ, handler);
  }

  /** Changes something. */
  public static Route change(String method, String template, Handler handler) {
    return new Route(method, template, Access.CHANGE, handler);
  }
}
