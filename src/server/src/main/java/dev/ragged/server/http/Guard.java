package dev.ragged.server.http;

import dev.ragged.app.json.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses requests that no client of ours makes, before anything else sees them: for the name of
 * another host (DNS rebinding), from a page of another site, or with a wrong token. Whether a
 * request may read or change is left as an attribute, for what serves it to judge.
 */
public final class Guard extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** The attribute that says whether a request may read; a Boolean. */
  public static final String MAY_READ = "ragged.mayRead";

  /** The attribute that says whether a request may change something; a Boolean. */
  public static final String MAY_CHANGE = "ragged.mayChange";

  private static final String BEARER = "Bearer ";
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+(%25[0-9a-zA-Z]+)?]");

  private final transient byte[] token;
  private final transient List<String> hosts;
  private final boolean readsWithoutToken;

  /**
   * @param token what those who change something must show
   * @param hosts names that this server has besides {@code localhost} and its addresses
   * @param readsWithoutToken whether others may read
   */
  public Guard(String token, List<String> hosts, boolean readsWithoutToken) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    this.readsWithoutToken = readsWithoutToken;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
    try {
      requireOwnHost(request);
      requireOwnOrigin(request);
      boolean knowsToken = knowsToken(request);
      request.setAttribute(MAY_READ, knowsToken || readsWithoutToken);
      request.setAttribute(MAY_CHANGE, knowsToken);
    } catch (Problem problem) {
      send(response, problem);
      return;
    }
    chain.doFilter(request, response);
  }

  /** A page of another site whose name was pointed here still names itself. */
  private void requireOwnHost(HttpServletRequest request) {
    String host = request.getHeader("Host");
    String name = host == null ? "" : withoutPort(host).toLowerCase(Locale.ROOT);
    boolean own =
        name.equals("localhost")
            || IPV4.matcher(name).matches()
            || IPV6.matcher(name).matches()
            || hosts.contains(name);
    if (!own) {
      throw new Problem(
          403, "This server has another name; use its address, or allow the name by server.hosts.");
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Browsers say which site a page is of that asks something of another. */
  private static void requireOwnOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return;
    }
    int scheme = origin.indexOf("://");
    if (scheme < 0 || !origin.substring(scheme + 3).equalsIgnoreCase(request.getHeader("Host"))) {
      throw new Problem(403, "Pages of other sites may not use this server.");
    }
  }

  private boolean knowsToken(HttpServletRequest request) {
    String given = request.getHeader("Authorization");
    if (given == null) {
      return false;
    }
    if (!given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || !MessageDigest.isEqual(
            token, given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8))) {
      throw unauthorized("The token is not valid; it is in server.json in the data directory.");
    }
    return true;
  }

  /** That a token is needed. */
  static Problem unauthorized(String sentence) {
    return new Problem(401, sentence).withHeader("WWW-Authenticate", "Bearer realm=\"ragged\"");
  }

  /** Whether a request may do what a route needs. */
  static void require(Route.Access access, HttpServletRequest request) {
    boolean may =
        switch (access) {
          case OPEN -> true;
          case READ -> Boolean.TRUE.equals(request.getAttribute(MAY_READ));
          case CHANGE -> mayChange(request);
        };
    if (!may) {
      throw unauthorized(
          "This needs the server's token: send 'Authorization: Bearer TOKEN' with that of"
              + " server.json in the data directory.");
    }
  }

  /** Whether a request may change something. */
  public static boolean mayChange(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(MAY_CHANGE));
  }

  /** Answers with a problem. */
  static void send(HttpServletResponse response, Problem problem) throws IOException {
    problem.headers().forEach(response::setHeader);
    Exchange.send(
        response, problem.status(), "application/problem+json", Json.write(problem.json()) + "\n");
  }
}
