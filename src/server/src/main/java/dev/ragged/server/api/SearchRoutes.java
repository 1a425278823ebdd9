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
  private final DistributionSummary recomputed;

  public SearchRoutes(OpenCollections collections, Questions questions, MeterRegistry metrics) {
    this.collections = collections;
    this.questions = questions;
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
    Question question =
        new Question(names, questions.request(body), body.flag("display"), exchange.wantsEvents());
    body.end();
    if (question.events()) {
      stream(exchange.events(), question);
    } else {
      exchange.json(answer(question, soFar -> {}));
    }
  }

  /** Events {@code hits} while the answer is being made, and {@code answer} with the last of it. */
  private void stream(EventStream events, Question question) throws IOException {
    try {
      events.send(
          "answer",
          answer(
              question,
              soFar -> {
                try {
                  events.send("hits", soFar);
                } catch (IOException e) {
                  throw new UncheckedIOException(e); // nobody listens any more
                }
              }));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      if (!events.isBegun()) {
        throw e; // it can still be answered with a status
      }
      events.send("problem", RouteServlet.problem(e).json());
    }
  }

  private Map<String, Object> answer(Question question, Consumer<Map<String, Object>> listener) {
    try (SearchService service =
        collections.search(question.names(), question.request().mode(), SearchRoutes::giveUp)) {
      Answer answer = question.answer(service, listener);
      recomputed.record(answer.stats().recomputed());
      return question.json(service, answer);
    }
  }

  /**
   * What is asked, and how.
   *
   * @param display whether the answer is for people
   * @param events whether it is wanted while it is made
   */
  private record Question(
      List<String> names, SearchRequest request, boolean display, boolean events) {

    Answer answer(SearchService service, Consumer<Map<String, Object>> listener) {
      Consumer<Answer> told = answer -> listener.accept(json(service, answer));
      if (!display) {
        return events
            ? service.answer(request, Floor.NONE, told)
            : service.answer(request, Floor.NONE);
      }
      // Who gives a score of their own has judged already.
      Floor floor = request.minScore() == Double.NEGATIVE_INFINITY ? Floor.MEASURED : Floor.NONE;
      return events
          ? service.answerFolded(request, floor, told)
          : service.answerFolded(request, floor);
    }

    Map<String, Object> json(SearchService service, Answer answer) {
      if (!display) {
        return answer.json();
      }
      Map<String, Object> json = answer.displayJson();
      json.put("reads", service.reads(request.text()));
      return json;
    }
  }

  private static void giveUp(RaggedException failure) {
    throw failure;
  }
}
