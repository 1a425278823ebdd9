package dev.ragged.app.answer;

import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

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
            "exact",
            hit.exact(),
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
    if (hit.parts() != null) {
      json.putAll(ResultJson.of(hit.parts()));
    }
    json.put("snippet", hit.text() == null ? null : snippet(words, String::length, SNIPPET).text());
    return json;
  }

  /**
   * As JSON for programs that show it to people: also whether it is close, its copies, and where
   * the question's words are in snippet and text, as pairs of offsets in UTF-16 units.
   */
  public Map<String, Object> displayJson(QuestionWords words) {
    Map<String, Object> json = json(words);
    json.put("close", close);
    json.put("copies", copies.stream().map(copy -> copy.json(words)).toList());
    if (hit.text() != null) {
      json.put(
          "snippet_marks",
          snippet(words, String::length, SNIPPET).marks().stream()
              .map(mark -> List.of(mark.start(), mark.end()))
              .toList());
      json.put(
          "text_marks",
          words.in(hit.text()).stream().map(match -> List.of(match.start(), match.end())).toList());
    }
    return json;
  }

  /**
   * The part of its text to show, which does not repeat what its title and place say.
   *
   * @param cost what showing a text costs, which must not fall as the text gets longer
   * @param budget what the snippet may cost
   */
  public Snippet snippet(QuestionWords words, ToIntFunction<String> cost, int budget) {
    Map<String, Object> metadata = hit.metadata().asMap();
    boolean prose = place.unit() != Place.Unit.ROW && !metadata.containsKey(Metadata.LANGUAGE);
    return Snippet.of(withoutHead(), prose, words, cost, budget);
  }

  /** The text without the lines before it that readers make of the metadata. */
  private String withoutHead() {
    String text = hit.text();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(start, end).strip();
      if (!line.isEmpty() && !isSaid(line)) {
        return text.substring(start);
      }
      start = end + 1;
    }
    return text;
  }

  private boolean isSaid(String line) {
    return line.equals(title)
        || line.equals(place.member())
        || line.equals(place.sheet())
        || isMetadata(line, "From: ", Metadata.AUTHOR)
        || isMetadata(line, "To: ", "to")
        || isMetadata(line, "Date: ", Metadata.DATE)
        || place.symbol() != null && line.endsWith(": " + place.symbol());
  }

  private boolean isMetadata(String line, String name, String key) {
    return line.startsWith(name)
        && hit.metadata().get(key).map(value -> line.equals(name + value)).orElse(false);
  }

  /** The document's file name, or null if it comes from no file. */
  public String name() {
    String path = place.member() != null ? place.member() : place.source();
    return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
  }
}
