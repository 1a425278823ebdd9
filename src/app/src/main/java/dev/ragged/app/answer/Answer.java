package dev.ragged.app.answer;

import dev.ragged.Hit;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What was found for a question.
 *
 * @param question its text
 * @param hits the best first
 * @param stats what the search cost, in all collections
 */
public record Answer(String question, List<Found> hits, SearchStats stats) {
  public Answer {
    hits = List.copyOf(hits);
  }

  /** What was found without titles, and all of it near enough. */
  public static Answer of(String question, SearchResult result) {
    List<Found> hits = new ArrayList<>();
    for (Hit hit : result.hits()) {
      Place place = Place.of(hit.metadata());
      hits.add(new Found(hits.size() + 1, null, hit, null, place, true, List.of()));
    }
    return new Answer(question, hits, result.stats());
  }

  /** Whether no hit is near enough to the question, though there are some. */
  public boolean isFar() {
    return !hits.isEmpty() && hits.stream().noneMatch(Found::close);
  }

  /** The hits that are near enough. */
  public Answer onlyClose() {
    return new Answer(question, hits.stream().filter(Found::close).toList(), stats);
  }

  /** As JSON, with whole passages. */
  public Map<String, Object> json() {
    return json(Found::json);
  }

  /** As JSON for programs that show it to people, see {@link Found#displayJson}. */
  public Map<String, Object> displayJson() {
    return json(Found::displayJson);
  }

  private Map<String, Object> json(BiFunction<Found, QuestionWords, Map<String, Object>> hit) {
    QuestionWords words = QuestionWords.of(question);
    return Json.object(
        "question",
        question,
        "hits",
        hits.stream().map(found -> hit.apply(found, words)).toList(),
        "stats",
        ResultJson.of(stats));
  }
}
