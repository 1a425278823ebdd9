package dev.ragged.server.page;

import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page at {@code /}, and its scripts and styles. They are files beside this class, served as
 * they are; what the page shows, it asks of the API.
 */
public final class PageRoutes {
  /**
   * What the page may do: run its own scripts, use its own styles and talk to this server. Texts
   * that were added may be hostile; nothing in them could run, be fetched or be sent elsewhere.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  /** No slash, and no dot but that of the type: a name cannot leave the folder. */
  private static final Pattern NAME = Pattern.compile("[a-z-]{1,40}\\.(css|js|svg)");

  public List<Route> routes() {
    return List.of(
        Route.open("/", exchange -> send(exchange, "index.html", "text/html")),
        Route.open("/page/{file}", this::file));
  }

  private void file(Exchange exchange) throws IOException {
    Matcher name = NAME.matcher(exchange.path("file"));
    if (!name.matches()) {
      throw missing();
    }
    String type =
        switch (name.group(1)) {
          case "css" -> "text/css";
          case "js" -> "text/javascript";
          default -> "image/svg+xml";
        };
    send(exchange, name.group(), type);
  }

  private static void send(Exchange exchange, String file, String type) throws IOException {
    try (InputStream in = PageRoutes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw missing();
      }
      exchange.header("Content-Security-Policy", POLICY);
      exchange.text(
          type + "; charset=utf-8", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Problem missing() {
    return new Problem(404, "The page has no such file.");
  }
}
