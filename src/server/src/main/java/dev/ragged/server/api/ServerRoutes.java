package dev.ragged.server.api;

import dev.ragged.CacheStats;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.Version;
import dev.ragged.app.json.Json;
import dev.ragged.config.SettingKeys;
import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import dev.ragged.server.job.Job;
import dev.ragged.server.job.Jobs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The server itself: how it is, what it counts, and what can be asked of it. */
public final class ServerRoutes {
  private static final String OPENAPI = "/dev/ragged/server/openapi.json";

  private final StoreRouter stores;
  private final OpenCollections open;
  private final Jobs jobs;
  private final PrometheusMeterRegistry metrics;
  private final BooleanSupplier ready;
  private final Instant started = Instant.now();

  /**
   * @param ready whether it takes requests, which it no longer does while it stops
   */
  public ServerRoutes(
      StoreRouter stores,
      OpenCollections open,
      Jobs jobs,
      PrometheusMeterRegistry metrics,
      BooleanSupplier ready) {
    this.stores = stores;
    this.open = open;
    this.jobs = jobs;
    this.metrics = metrics;
    this.ready = ready;
    FunctionCounter.builder("ragged.cache.hits", open, one -> one.cache().hits()).register(metrics);
    FunctionCounter.builder("ragged.cache.misses", open, one -> one.cache().misses())
        .register(metrics);
    Gauge.builder("ragged.cache.bytes", open, one -> one.cache().bytes()).register(metrics);
    Gauge.builder("ragged.cache.vectors", open, one -> one.cache().entries()).register(metrics);
  }

  public List<Route> routes() {
    return List.of(
        Route.open("/health/live", this::live),
        Route.open("/health/ready", this::ready),
        Route.open("/openapi.json", this::openapi),
        Route.get("/metrics", this::metrics),
        Route.get("/api/v1/status", this::status));
  }

  private void live(Exchange exchange) throws IOException {
    exchange.json(Json.object("status", "live"));
  }

  private void ready(Exchange exchange) throws IOException {
    if (!ready.getAsBoolean()) {
      throw new Problem(503, "The server is stopping.").retryAfter(5);
    }
    try {
      open.embedder();
    } catch (RuntimeException e) {
      throw new Problem(503, "The model cannot be opened: " + e.getMessage()).retryAfter(5);
    }
    exchange.json(Json.object("status", "ready"));
  }

  private void openapi(Exchange exchange) throws IOException {
    try (InputStream in = ServerRoutes.class.getResourceAsStream(OPENAPI)) {
      exchange.text("application/json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void metrics(Exchange exchange) throws IOException {
    exchange.text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
  }

  private void status(Exchange exchange) throws IOException {
    CacheStats cache = open.cache();
    exchange.json(
        Json.object(
            "version",
            Version.current(),
            "model",
            stores.settings().value(SettingKeys.MODEL).text(),
            "collection",
            stores.settings().value(SettingKeys.COLLECTION).text(),
            "seconds",
            Duration.between(started, Instant.now()).toSeconds(),
            "jobs",
            Json.object(
                "queued", jobs.count(Job.State.QUEUED), "running", jobs.count(Job.State.RUNNING)),
            "cache",
            Json.object(
                "hits",
                cache.hits(),
                "misses",
                cache.misses(),
                "vectors",
                cache.entries(),
                "bytes",
                cache.bytes(),
                "budget",
                cache.budget())));
  }
}
