package dev.ragged.server.api;

import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.app.Floor;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.SearchService;
import dev.ragged.app.answer.Answer;
import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.JsonBody;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;

/** Search in one collection or several. */
public final class SearchRoutes {
  private static final int MAX_COLLECTIONS = 100;

  private final OpenCollections collections;
  private final Questions questions;
  private final Admission admission;
  private final DistributionSummary recomputed;

  public SearchRoutes(
      OpenCollections collections,
      Questions questions,
      Admission admission,
      MeterRegistry metrics) {
    this.collections = collections;
    this.questions = questions;
    this.admission = admission;
    this.recomputed =
        DistributionSummary.builder("ragged.search.recomputed")
            .description("Passages re-embedded for a question")
            .register(metrics);
  }

  public List<Route> routes() {
    return List.of(
        Route.ask("/api/v1/collections/{collection}/search", this::searchOne),
        Route.ask("/api/v1/search", this::searchSeveral));
  }

  private void searchOne(Exchange exchange) throws IOException {
    search(exchange, exchange.body(), List.of(exchange.path("collection")));
  }

  private void searchSeveral(Exchange exchange) throws IOException {
    JsonBody body = exchange.body();
    List<String> names = List.copyOf(new LinkedHashSet<>(body.texts("collections")));
    if (names.isEmpty() || names.size() > MAX_COLLECTIONS) {
      throw Problem.badRequest("'collections' must have from 1 to " + MAX_COLLECTIONS + " names.");
    }
    search(exchange, body, names);
  }

  private void search(Exchange exchange, JsonBody body, List<String> names) throws IOException {
    SearchRequest request = questions.request(body);
    body.end();
    Answer answer =
        admission.run(
            () -> {
              try (SearchService service =
                  collections.search(names, request.mode(), SearchRoutes::giveUp)) {
                return service.answer(request, Floor.NONE);
              }
            });
    recomputed.record(answer.stats().recomputed());
    exchange.json(answer.json());
  }

  private static void giveUp(RaggedException failure) {
    throw failure;
  }
}
