package dev.ragged.app.chat;

import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.Place;
import java.util.List;
import java.util.Map;

/** Makes hits and sources. */
final class SourcesForTests {
  private SourcesForTests() {}

  static Found hit(int rank, String id, String text, Map<String, Object> more) {
    Metadata metadata = Metadata.of(more);
    return new Found(
        rank,
        "notes",
        new Hit(id, 1.0 / rank, text, metadata),
        null,
        Place.of(metadata),
        true,
        List.of());
  }

  static Found lines(int rank, int number, String text, long from, long to, long overlap) {
    return hit(
        rank,
        "a.md#" + number,
        text,
        Map.of(
            Metadata.SOURCE, "/n/a.md",
            Metadata.START_LINE, from,
            Metadata.END_LINE, to,
            Metadata.OVERLAP_BYTES, overlap));
  }

  static Source source(int number, String text) {
    Found hit = hit(number, "s" + number, text, Map.of(Metadata.SOURCE, "/n/s" + number + ".md"));
    return new Source(number, List.of(hit), hit.place(), PromptText.clean(text));
  }
}
