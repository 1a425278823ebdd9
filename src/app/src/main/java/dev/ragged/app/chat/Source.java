package dev.ragged.app.chat;

import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.Place;
import dev.ragged.app.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What a number in an answer points to: a passage, or neighbouring ones joined.
 *
 * @param number from 1, as the prompt has it
 * @param hits the passages, in the order of their document
 * @param place of all of them together
 * @param text as the prompt has it
 */
public record Source(int number, List<Found> hits, Place place, String text) {
  public Source {
    hits = List.copyOf(hits);
  }

  /** The nearest of its passages. */
  public Found best() {
    return hits.stream().min((a, b) -> Integer.compare(a.rank(), b.rank())).orElseThrow();
  }

  /** What to call it: its title, else the name of its file, else its id. */
  public String name() {
    Found best = best();
    return best.title() != null ? best.title() : best.name() != null ? best.name() : id();
  }

  /** The id of its nearest passage. */
  public String id() {
    return best().hit().id();
  }

  /** As JSON. */
  public Map<String, Object> json(boolean cited) {
    return Json.object(
        "n",
        number,
        "ids",
        hits.stream().map(found -> found.hit().id()).toList(),
        "collection",
        best().collection(),
        "title",
        name(),
        "place",
        place.json(),
        "text",
        text,
        "cited",
        cited);
  }
}
