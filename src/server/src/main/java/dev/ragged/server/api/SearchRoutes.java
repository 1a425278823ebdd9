package dev.ragged.server.api;

import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.app.Floor;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.SearchService;
import dev.ragged.app.answer.Answer;
import dev.ragged.server.http.EventStream;
import dev.ragged.server.http.Exchange;
import dev.ragged.server.http.JsonBody;
import dev.ragged.server.http.Problem;
import dev.ragged.server.http.Route;
import dev.ragged.server.http.RouteServlet;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    boolean display = body.flag("display");
    body.end();
    if (exchange.wantsEvents()) {
      stream(exchange, names, request, display);
    } else {
      exchange.json(json(answer(names, request, display, null), display));
    }
  }

  /** Events {@code hits} while the answer is being made, and {@code answer} with the last of it. */
  private void stream(Exchange exchange, List<String> names, SearchRequest request, boolean display)
      throws IOException {
    EventStream[] events =
        new EventStream[1]; // begun with the first, so that failures have a status
    try {
      Answer answer =
          answer(
              names,
              request,
              display,
              soFar -> {
                try {
                  if (events[0] == null) {
                    events[0] = exchange.events();
                  }
                  events[0].send("hits", json(soFar, display));
                } catch (IOException e) {
                  throw new UncheckedIOException(e); // nobody listens any more
                }
              });
      events[0].send("answer", json(answer, display));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      if (events[0] == null) {
        throw e;
      }
      events[0].send("problem", RouteServlet.problem(e).json());
    }
  }

  private Answer answer(
      List<String> names, SearchRequest request, boolean display, Consumer<Answer> listener) {
    Answer answer =
        admission.run(
            () -> {
              try (SearchService service =
                  collections.search(names, request.mode(), SearchRoutes::giveUp)) {
                if (display) {
                  return listener == null
                      ? service.answerFolded(request, Floor.MEASURED)
                      : service.answerFolded(request, Floor.MEASURED, listener);
                }
                return listener == null
                    ? service.answer(request, Floor.NONE)
                    : service.answer(request, Floor.NONE, listener);
              }
            });
    recomputed.record(answer.stats().recomputed());
    return answer;
  }

  private static Map<String, Object> json(Answer answer, boolean display) {
    return display ? answer.displayJson() : answer.json();
  }

  private static void giveUp(RaggedException failure) {
    throw failure;
  }
}
