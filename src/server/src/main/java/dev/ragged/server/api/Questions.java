package dev.ragged.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.Filter;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.Conditions;
import dev.ragged.app.QuestionDefaults;
import dev.ragged.app.json.FilterJson;
import dev.ragged.server.http.JsonBody;
import dev.ragged.server.http.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads questions and conditions; what is not said is as the settings say, as in the terminal. */
final class Questions {
  /** Longer questions than any model reads, by far. */
  static final int MAX_QUESTION = 10_000;

  /** More hits than this are a matter for {@code export}. */
  static final int MAX_K = 1_000;

  static final int MAX_COMPLEXITY = 10_000;

  static final int MAX_MILLIS = 60_000;

  private final QuestionDefaults defaults;

  Questions(QuestionDefaults defaults) {
    this.defaults = defaults;
  }

  SearchRequest request(JsonBody body) {
    String question = body.requiredText("question");
    if (question.length() > MAX_QUESTION) {
      throw Problem.badRequest(
          "The question must have at most "
              + MAX_QUESTION
              + " characters, got "
              + question.length()
              + ".");
    }
    SearchRequest request =
        SearchRequest.text(question)
            .withK(body.number("k", defaults.limit(), 1, MAX_K))
            .withMode(mode(body))
            .withRecallTarget(body.decimal("recall", defaults.recall()))
            .withSearchComplexity(
                body.number(
                    "search_complexity",
                    SearchRequest.DEFAULT_SEARCH_COMPLEXITY,
                    1,
                    MAX_COMPLEXITY))
            .withFilter(conditions(body).filter());
    if (body.node("within_ms") != null) {
      request = request.withWithin(Duration.ofMillis(body.number("within_ms", 1, 1, MAX_MILLIS)));
    }
    return body.node("min_score") == null
        ? request
        : request.withMinScore(body.decimal("min_score", 0));
  }

  private SearchMode mode(JsonBody body) {
    String text = body.text("mode");
    if (text == null) {
      return defaults.mode();
    }
    for (SearchMode mode : SearchMode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw Problem.badRequest(
        "'mode' must be one of "
            + Arrays.stream(SearchMode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))
            + ".");
  }

  static Conditions conditions(JsonBody body) {
    JsonNode filter = body.node("filter");
    Filter where = filter == null ? null : FilterJson.parse(filter.toString());
    return new Conditions(
        where,
        body.texts("in"),
        body.texts("types"),
        body.text("since"),
        body.text("before"),
        body.text("from"));
  }
}
