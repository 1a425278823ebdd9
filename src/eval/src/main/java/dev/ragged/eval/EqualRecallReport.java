package dev.ragged.eval;

import dev.ragged.eval.EqualRecallResult.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Contenders at equal recall: a table, a chart per recall, and where a peer is better.
 *
 * @param ours points of one curve
 * @param peers what they are compared with
 * @param absent those that could not be measured
 */
public record EqualRecallReport(
    List<EqualRecallResult> ours, List<EqualRecallResult> peers, List<Report.Absent> absent) {

  public EqualRecallReport {
    ours = List.copyOf(ours);
    peers = List.copyOf(peers);
    absent = List.copyOf(absent);
  }

  private List<Double> targets() {
    return all()
        .findFirst()
        .map(result -> result.points().stream().map(Point::target).toList())
        .orElse(List.of());
  }

  private Stream<EqualRecallResult> all() {
    return Stream.concat(ours.stream(), peers.stream());
  }

  /** The report in Markdown; where a peer is better comes first. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < targets().size(); i++) {
      lines.add("- " + better(i));
    }
    lines.add("");
    List<String> head =
        new ArrayList<>(
            List.of(
                "",
                "index, bytes per passage",
                "with texts, bytes per passage",
                "indexing, s",
                "memory, MB"));
    for (double target : targets()) {
      head.add(percent(target) + ": setting");
      head.addAll(List.of("recall", "recomputed", "search, p50 ms", "with embedding the question"));
    }
    lines.add(row(head));
    lines.add(row(head.stream().map(column -> "---").toList()));
    all().forEach(result -> lines.add(row(cells(result))));
    lines.add("");
    lines.add(
        "Versions: "
            + all()
                .map(EqualRecallResult::version)
                .distinct()
                .map(MarkdownReport::cell)
                .collect(Collectors.joining("; "))
            + ".");
    for (Report.Absent one : absent) {
      lines.add("");
      lines.add(
          "Absent: " + MarkdownReport.cell(one.name()) + ": " + MarkdownReport.cell(one.why()));
    }
    return lines;
  }

  private static List<String> cells(EqualRecallResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(MarkdownReport.cell(result.name()));
    cells.add(number("%,.1f", result.vectorBytes()));
    cells.add(
        result.totalBytes() > result.vectorBytes() ? number("%,.1f", result.totalBytes()) : "");
    cells.add(number("%,.1f", result.indexSeconds()));
    long memory = result.footprint().memoryBytes();
    cells.add(memory < 0 ? "" : number("%,.0f", memory / 1e6));
    for (Point point : result.points()) {
      cells.add(point.setting());
      cells.add(
          number("%.1f %%", 100 * point.recall())
              + (point.reached() ? "" : ", its most")
              + (point.timed() < point.questions() ? " (" + point.timed() + ")" : ""));
      cells.add(number("%,.1f", point.recomputed()));
      cells.add(number("%,.2f", point.searchMillis()));
      cells.add(number("%,.2f", point.answerMillis()));
    }
    return cells;
  }

  /** Which peers are below or left of our curve at one of the recalls, as a sentence. */
  String better(int target) {
    String recall = "At " + percent(targets().get(target)) + " recall ";
    List<String> names =
        peers.stream()
            .filter(peer -> peer.points().get(target).reached() && isBetter(peer, target))
            .map(
                peer ->
                    number(
                        MarkdownReport.cell(peer.name()).replace("%", "%%")
                            + " (%,.1f bytes, %,.2f ms)",
                        peer.vectorBytes(),
                        peer.points().get(target).comparedMillis()))
            .toList();
    return names.isEmpty()
        ? recall + "no peer is below or left of our curve."
        : recall
            + "these are below or left of our curve, so none of our points that reach it is both as"
            + " small and as fast: "
            + String.join("; ", names)
            + ".";
  }

  private boolean isBetter(EqualRecallResult peer, int target) {
    return ours.stream()
        .filter(own -> own.points().get(target).reached())
        .noneMatch(
            own ->
                own.vectorBytes() <= peer.vectorBytes()
                    && own.points().get(target).comparedMillis()
                        <= peer.points().get(target).comparedMillis());
  }

  /**
   * Writes a chart per recall, {@code equal-recall-95.svg} for 0.95.
   *
   * @param folder created if missing
   * @return the files
   */
  public List<Path> charts(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < targets().size(); i++) {
      Path file = folder.resolve(number("equal-recall-%.0f.svg", 100 * targets().get(i)));
      files.add(Files.writeString(file, chart(i)));
    }
    return files;
  }

  String chart(int target) {
    return SvgCurve.of(
        "Bytes against time to answer at " + percent(targets().get(target)) + " recall",
        "bytes per passage, logarithmic",
        "milliseconds to answer without embedding the question, median, logarithmic",
        points(ours, target),
        points(peers, target));
  }

  private static List<SvgCurve.Point> points(List<EqualRecallResult> results, int target) {
    return results.stream()
        .filter(result -> result.vectorBytes() > 0)
        .map(
            result -> {
              Point point = result.points().get(target);
              String name =
                  result.name()
                      + (point.reached() ? "" : number(" (%.0f %%)", 100 * point.recall()));
              return new SvgCurve.Point(
                  name, result.vectorBytes(), point.comparedMillis(), point.reached());
            })
        .toList();
  }

  private static String percent(double share) {
    return number("%.0f %%", 100 * share);
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Empty if the last value is unknown. */
  private static String number(String format, Object... values) {
    Object last = values[values.length - 1];
    return last instanceof Double value && value.isNaN()
        ? ""
        : String.format(Locale.ROOT, format, values);
  }
}
