package dev.ragged.cli.command;

import dev.ragged.Hit;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Search results as lines for people. */
final class HitLines {
  private static final String INDENT = "    ";

  private HitLines() {}

  /** Rank, score and place of each hit, and its passage below. */
  static List<String> of(SearchResult result, Terminal terminal) {
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
              Display.printable(Display.place(hit.id(), hit.metadata())));
      lines.add(colours ? "\u001b[1;36m" + head + "\u001b[0m" : head);
      if (hit.text() != null) {
        lines.addAll(Display.wrap(hit.text(), terminal.width(), INDENT));
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
        "%s: %s, %s re-embedded (question %s, scan %s, recompute %s)",
        Display.duration(stats.totalNanos() / 1e9),
        Display.count(stats.candidates(), "candidate"),
        Display.number(stats.recomputed()),
        Display.duration(stats.embedQueryNanos() / 1e9),
        Display.duration(stats.scanNanos() / 1e9),
        Display.duration(stats.recomputeNanos() / 1e9));
  }
}
