package dev.ragged.app.answer;

import dev.ragged.Hit;
import dev.ragged.app.json.Json;
import java.util.List;
import java.util.Map;

/**
 * A hit, with what people see of it.
 *
 * @param rank from 1
 * @param collection where it was found; null if that has no name
 * @param title of its document, or null if that has none but its name
 * @param close whether it is near enough to the question to be an answer
 * @param copies later hits with nearly the same text, if they were folded
 */
public record Found(
    int rank,
    String collection,
    Hit hit,
    String title,
    Place place,
    boolean close,
    List<Found> copies) {

  /** The characters of a snippet in JSON. */
  private static final int SNIPPET = 300;

  public Found {
    copies = List.copyOf(copies);
  }

  /** As JSON. */
  public Map<String, Object> json(QuestionWords words) {
    Map<String, Object> json =
        Json.object(
            "id",
            hit.id(),
            "score",
            hit.score(),
            "text",
            hit.text(),
            "metadata",
            hit.metadata().asMap(),
            "collection",
            collection,
            "title",
            title == null ? name() : title,
            "place",
            place.json());
    json.put(
        "snippet",
        hit.text() == null ? null : Snippet.of(hit.text(), words, String::length, SNIPPET).text());
    return json;
  }

  /** The document's file name, or null if it comes from no file. */
  public String name() {
    String path = place.member() != null ? place.member() : place.source();
    return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
  }
}
