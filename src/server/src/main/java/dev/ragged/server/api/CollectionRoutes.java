package dev.ragged.server.api;

import dev.ragged.CollectionSpec;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.app.CheckCollections;
import dev.ragged.app.ClearCollection;
import dev.ragged.app.CollectionSize;
import dev.ragged.app.Conditions;
import dev.ragged.app.DeletePassages;
import dev.ragged.app.GetPassages;
import dev.ragged.app.ListCollections;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.JsonBody;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import dev.ragged.server.job.Jobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collections and their records. */
public final class CollectionRoutes {
  private static final int DEFAULT_RECORDS = 100;
  private static final int MAX_RECORDS = 1_000;
  private static final int MAX_NAMES = 100;
  private static final int MAX_CONTEXT = 100;

  private final StoreRouter stores;
  private final OpenCollections open;
  private final Jobs jobs;

  public CollectionRoutes(StoreRouter stores, OpenCollections open, Jobs jobs) {
    this.stores = stores;
    this.open = open;
    this.jobs = jobs;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/collections", this::list),
        Route.get("/api/v1/collections/{collection}", this::stats),
        Route.get("/api/v1/collections/{collection}/stats", this::stats),
        Route.get("/api/v1/collections/{collection}/records", this::records),
        Route.change("DELETE", "/api/v1/collections/{collection}", this::clear),
        Route.change("POST", "/api/v1/collections/{collection}/delete", this::delete),
        Route.change("POST", "/api/v1/collections/{collection}/check", this::check));
  }

  private void list(Exchange exchange) throws IOException {
    List<String> problems = new ArrayList<>();
    List<CollectionSize> sizes =
        new ListCollections(stores).all(false, e -> problems.add(e.getMessage()));
    Map<String, Object> json = ListCollections.json(sizes);
    json.put("problems", problems);
    exchange.json(json);
  }

  private void stats(Exchange exchange) throws IOException {
    exchange.json(new ListCollections(stores).one(name(exchange)).json());
  }

  private void records(Exchange exchange) throws IOException {
    List<String> names = exchange.queries("name");
    if (names.size() > MAX_NAMES) {
      throw Problem.badRequest("Give at most " + MAX_NAMES + " names at once.");
    }
    GetPassages.Request request =
        new GetPassages.Request(
            name(exchange),
            names,
            Conditions.NONE,
            exchange.queryNumber("context", 0, 0, MAX_CONTEXT),
            exchange.queryNumber("limit", DEFAULT_RECORDS, 1, MAX_RECORDS));
    List<Map<String, Object>> records = new ArrayList<>();
    GetPassages.Report report =
        new GetPassages(stores).run(request, passage -> records.add(ResultJson.of(passage)));
    exchange.json(
        Json.object("records", records, "missing", report.missing(), "hints", report.hints()));
  }

  private void clear(Exchange exchange) throws IOException {
    Map<String, Object> report =
        new ClearCollection(stores).run(name(exchange), confirmed -> true).json();
    open.sweep();
    exchange.json(report);
  }

  private void delete(Exchange exchange) throws IOException {
    JsonBody body = exchange.body();
    List<String> ids = body.texts("ids");
    Conditions conditions = Questions.conditions(body);
    body.end();
    if (ids.isEmpty() == conditions.isEmpty()) {
      throw Problem.badRequest("Give 'ids' or conditions such as 'in', not both.");
    }
    DeletePassages deletion = new DeletePassages(stores);
    DeletePassages.Report report =
        ids.isEmpty()
            ? deletion.run(name(exchange), conditions)
            : deletion.run(name(exchange), ids);
    exchange.json(Json.object("deleted", report.deleted(), "hints", report.hints()));
  }

  private void check(Exchange exchange) throws IOException {
    String name = name(exchange);
    new ListCollections(stores).one(name); // so that a wrong name is no job
    JobRoutes.accepted(
        exchange,
        jobs.submit(
            "check",
            name,
            job -> new CheckCollections(stores).run(name, one -> {}, e -> {}).json()));
  }

  /** The collection that the path names. */
  static String name(Exchange exchange) {
    String name = exchange.path("collection");
    try {
      CollectionSpec.checkName(name);
    } catch (IllegalArgumentException e) {
      throw new NoSuchCollectionException(name);
    }
    return name;
  }
}
