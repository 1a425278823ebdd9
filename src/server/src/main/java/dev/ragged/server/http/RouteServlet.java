package dev.ragged.server.http;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionLockedException;
import dev.ragged.CorruptCollectionException;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.OperationInterruptedException;
import dev.ragged.RaggedException;
import dev.ragged.app.BusyException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.URIUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of each request, and makes a problem of each exception. */
public final class RouteServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RouteServlet.class);

  private final transient PathMappings<Map<String, Route>> routes = new PathMappings<>();
  private final transient MeterRegistry metrics;

  /**
   * @param metrics hears how long each route takes
   */
  public RouteServlet(List<Route> routes, MeterRegistry metrics) {
    this.metrics = metrics;
    Map<String, Map<String, Route>> byTemplate = new LinkedHashMap<>();
    for (Route route : routes) {
      byTemplate
          .computeIfAbsent(route.template(), none -> new LinkedHashMap<>())
          .put(route.method(), route);
    }
    byTemplate.forEach(
        (template, methods) -> this.routes.put(new UriTemplatePathSpec(template), methods));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long start = System.nanoTime();
    String template = "none";
    try {
      MatchedResource<Map<String, Route>> found =
          routes.getMatched(request.getRequestURI()); // decoded by nobody yet
      if (found == null) {
        throw new Problem(404, "There is nothing at this path; see /openapi.json.");
      }
      UriTemplatePathSpec spec = (UriTemplatePathSpec) found.getPathSpec();
      template = spec.getDeclaration();
      Route route = route(found.getResource(), request.getMethod());
      Guard.require(route.access(), request);
      route
          .handler()
          .handle(
              new Exchange(
                  request, response, decoded(spec.getPathParams(request.getRequestURI()))));
    } catch (EofException e) {
      LOG.debug("A client has gone.");
    } catch (Exception e) {
      fail(response, e);
    } finally {
      Timer.builder("ragged.http.requests")
          .tag("method", known(request.getMethod()))
          .tag("route", template)
          .tag("status", Integer.toString(response.getStatus()))
          .register(metrics)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  /** Clients must not be able to make metrics without end. */
  private static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS" -> method;
      default -> "other";
    };
  }

  private static Route route(Map<String, Route> methods, String method) {
    Route route = methods.get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      TreeSet<String> allowed = new TreeSet<>(methods.keySet());
      if (allowed.contains("GET")) {
        allowed.add("HEAD");
      }
      String all = String.join(", ", allowed);
      throw new Problem(405, "This path knows " + all + ".").withHeader("Allow", all);
    }
    return route;
  }

  private static Map<String, String> decoded(Map<String, String> raw) {
    Map<String, String> path = new LinkedHashMap<>();
    raw.forEach((name, value) -> path.put(name, URIUtil.decodePath(value)));
    return path;
  }

  private static void fail(HttpServletResponse response, Exception e) throws IOException {
    Problem problem = problem(e);
    if (problem.status() >= 500 && !(e instanceof Problem)) {
      // The message alone: causes may quote a text.
      LOG.warn(
          "A request failed: {}",
          e instanceof RaggedException ? e.getMessage() : e.getClass().getName());
      LOG.debug("The cause:", e);
    }
    if (response.isCommitted()) {
      // Too late for another answer; the client sees that this one is not whole.
      throw new IOException("The answer was cut short.");
    }
    response.resetBuffer(); // keeps the guard's headers
    Guard.send(response, problem);
  }

  /** The answer to an exception of the layers below. */
  public static Problem problem(Exception e) {
    if (e instanceof Problem problem) {
      return problem;
    }
    if (e instanceof NoSuchCollectionException) {
      return new Problem(404, e.getMessage());
    }
    if (e instanceof CollectionExistsException
        || e instanceof CollectionLockedException
        || e instanceof ModelMismatchException) {
      return new Problem(409, e.getMessage());
    }
    if (e instanceof OperationInterruptedException) {
      return new Problem(503, "It took too long and was stopped; ask for less, or later.")
          .retryAfter(1);
    }
    if (e instanceof BusyException) {
      return new Problem(503, e.getMessage()).retryAfter(1);
    }
    if (e instanceof CorruptCollectionException) {
      return new Problem(500, e.getMessage());
    }
    if (e instanceof RaggedException) {
      return new Problem(503, e.getMessage()).retryAfter(5);
    }
    if (e instanceof IllegalArgumentException) {
      return new Problem(400, e.getMessage());
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http) { // a body that is too large, for one
        return new Problem(http.getCode(), ProblemErrors.detail(http.getCode()));
      }
    }
    if (e instanceof IOException) { // of the body: our own files fail as RaggedException
      return new Problem(400, "The body ends too early.");
    }
    return new Problem(500, "Something went wrong inside; the server's log says what.");
  }
}
