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
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
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

/** The files and folders that collections are made of. */
public final class SourceRoutes {
  private static final int MAX_PATHS = 100;
  private static final int MAX_TOKENS = 100_000;

  private final StoreRouter stores;
  private final AllowedPaths allowed;
  private final Jobs jobs;

  public SourceRoutes(StoreRouter stores, AllowedPaths allowed, Jobs jobs) {
    this.stores = stores;
    this.allowed = allowed;
    this.jobs = jobs;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/sources", this::list),
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
    PassageSize size =
        new PassageSize(
            number(body, "chunk_tokens", SettingKeys.CHUNK_TOKENS),
            number(body, "overlap", SettingKeys.OVERLAP));
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

  private Integer number(JsonBody body, String name, String setting) {
    if (body.node(name) != null) {
      return body.number(name, 0, 0, MAX_TOKENS);
    }
    Settings.Value set = stores.settings().value(setting);
    if (set.source() == Settings.Source.DEFAULT) {
      return null;
    }
    try {
      return Integer.valueOf(set.text());
    } catch (NumberFormatException e) {
      throw stores.settings().invalid(setting, "'" + set.text() + "' is not a whole number");
    }
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
