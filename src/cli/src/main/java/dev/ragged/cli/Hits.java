package dev.ragged.cli;

import dev.ragged.Hit;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Search results as JSON and as lines for people. */
final class Hits {
  private static final String INDENT = "    ";

  private Hits() {}

  static Map<String, Object> json(String question, SearchResult result) {
    SearchStats stats = result.stats();
    return Json.object(
        "question",
        question,
        "hits",
        result.hits().stream()
            .map(
                hit ->
                    Json.object(
                        "id",
                        hit.id(),
                        "score",
                        hit.score(),
                        "text",
                        hit.text(),
                        "metadata",
                        hit.metadata().asMap()))
            .toList(),
        "stats",
        Json.object(
            "candidates",
            stats.candidates(),
            "recomputed",
            stats.recomputed(),
            "millis",
            Json.object(
                "embed_query",
                Json.millis(stats.embedQueryNanos()),
                "scan",
                Json.millis(stats.scanNanos()),
                "recompute",
                Json.millis(stats.recomputeNanos()),
                "total",
                Json.millis(stats.totalNanos()))));
  }

  /** Rank, score and place of each hit, and its passage below. */
  static List<String> lines(SearchResult result, Terminal terminal) {
    if (result.hits().isEmpty()) {
      return List.of("No passage found.");
    }
    boolean colours = terminal.colours();
    List<String> lines = new ArrayList<>();
    int rank = 0;
    for (Hit hit : result.hits()) {
      String head =
          String.format(
              Locale.ROOT,
              "%d  %.4f  %s",
              ++rank,
              hit.score(),
              Text.printable(Text.place(hit.id(), hit.metadata())));
      lines.add(colours ? "\u001b[1;36m" + head + "\u001b[0m" : head);
      if (hit.text() != null) {
        lines.addAll(Text.wrap(hit.text(), terminal.width(), INDENT));
      }
      lines.add("");
    }
    return lines;
  }

  /** What the search cost, in one line. */
  static String cost(SearchResult result) {
    SearchStats stats = result.stats();
    return String.format(
        Locale.ROOT,
        "%s: %s, %s embedded again (question %s, scan %s, recompute %s)",
        Text.duration(stats.totalNanos() / 1e9),
        Text.count(stats.candidates(), "candidate"),
        Text.number(stats.recomputed()),
        Text.duration(stats.embedQueryNanos() / 1e9),
        Text.duration(stats.scanNanos() / 1e9),
        Text.duration(stats.recomputeNanos() / 1e9));
  }
}
