package dev.ragged.server.api;

import dev.ragged.CollectionSpec;
import dev.ragged.app.AddFiles;
import dev.ragged.app.AllowedPaths;
import dev.ragged.app.InvalidRequestException;
import dev.ragged.app.ListSources;
import dev.ragged.app.PassageSize;
import dev.ragged.app.RemoveSource;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.UpdateSources;
import dev.ragged.app.json.Json;
import dev.ragged.app.watch.WatchedSource;
import dev.ragged.ingest.SourceRules;
import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.JsonBody;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import dev.ragged.server.job.AddProgress;
import dev.ragged.server.job.Jobs;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The files and folders that collections are made of. */
public final class SourceRoutes {
  private static final int MAX_PATHS = 100;
  private static final int MAX_TOKENS = 100_000;

  private final StoreRouter stores;
  private final AllowedPaths allowed;
  private final Jobs jobs;
  private final Supplier<List<WatchedSource>> watched;

  /**
   * @param watched what is kept in step, or null if nothing is
   */
  public SourceRoutes(
      StoreRouter stores, AllowedPaths allowed, Jobs jobs, Supplier<List<WatchedSource>> watched) {
    this.stores = stores;
    this.allowed = allowed;
    this.jobs = jobs;
    this.watched = watched;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/sources", this::list),
        Route.get("/api/v1/watch", this::watch),
        Route.change("POST", "/api/v1/collections/{collection}/add", this::add),
        Route.change("POST", "/api/v1/collections/{collection}/update", this::update),
        Route.change("POST", "/api/v1/collections/{collection}/sources/remove", this::remove));
  }

  private void list(Exchange exchange) throws IOException {
    exchange.json(
        ListSources.json(
            ListSources.run(stores, exchange.query("collection")),
            Boolean.parseBoolean(exchange.query("skipped"))));
  }

  private void watch(Exchange exchange) throws IOException {
    List<WatchedSource> sources = watched.get();
    exchange.json(
        Json.object(
            "watching",
            sources != null,
            "sources",
            sources == null ? List.of() : sources.stream().map(WatchedSource::json).toList()));
  }

  private void add(Exchange exchange) throws IOException {
    String collection = exchange.path("collection");
    CollectionSpec.checkName(collection);
    JsonBody body = exchange.body();
    List<String> given = body.texts("paths");
    if (given.isEmpty() || given.size() > MAX_PATHS) {
      throw Problem.badRequest("'paths' must have from 1 to " + MAX_PATHS + " files or folders.");
    }
    SourceRules rules =
        new SourceRules(
            body.texts("include"),
            body.texts("exclude"),
            body.texts("types"),
            body.flag("no_ignore"));
    PassageSize usual = PassageSize.of(stores.settings());
    PassageSize size =
        new PassageSize(
            number(body, "chunk_tokens", usual.tokens()), number(body, "overlap", usual.overlap()));
    body.end();
    AddFiles.Request request =
        new AddFiles.Request(
            collection,
            given.stream().map(allowed::require).toList(),
            List.of(),
            size,
            rules,
            false,
            guarded -> false);
    JobRoutes.accepted(
        exchange,
        jobs.submit(
            "add",
            collection,
            job ->
                new AddFiles(stores)
                    .run(request, new AddProgress(job), job.cancellation())
                    .json()));
  }

  private static Integer number(JsonBody body, String name, Integer usual) {
    return body.node(name) == null ? usual : Integer.valueOf(body.number(name, 0, 0, MAX_TOKENS));
  }

  private void update(Exchange exchange) throws IOException {
    String collection = CollectionRoutes.name(exchange);
    if (ListSources.run(stores, collection).isEmpty()) {
      throw new InvalidRequestException(
          "'" + collection + "' has no files or folders to keep in step with; add one.");
    }
    UpdateSources.Request request =
        new UpdateSources.Request(List.of(collection), false, guarded -> false);
    JobRoutes.accepted(
        exchange,
        jobs.submit(
            "update",
            collection,
            job ->
                new UpdateSources(stores)
                    .run(request, new AddProgress(job), job.cancellation())
                    .json()));
  }

  private void remove(Exchange exchange) throws IOException {
    String collection = CollectionRoutes.name(exchange);
    JsonBody body = exchange.body();
    String text = body.requiredText("path");
    body.end();
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("The path is not valid: " + e.getReason() + ".", e);
    }
    exchange.json(
        Json.object(
            "removed",
            new RemoveSource(stores)
                .run(collection, path, confirmed -> true).stream()
                    .map(RemoveSource.Report::json)
                    .toList()));
  }
}
