package dev.ragged.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report in Markdown: the machine, a table with a row per variant, and who was absent. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The lines of the report. */
  public static List<String> of(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(report.machine().text());
    lines.add("");
    lines.add(
        format(
            "%s: %,d passages (%,d bytes), %,d questions, %d hits each; vectors by %s, %d"
                + " dimensions, made in %,.1f s%s.",
            cell(report.set()),
            report.passages(),
            report.textBytes(),
            report.questions(),
            report.k(),
            cell(report.model()),
            report.dimension(),
            report.embedSeconds(),
            report.embeddingsReused() ? " by an earlier run" : ""));
    lines.add("");
    table(report, lines);
    for (Report.Absent absent : report.absent()) {
      lines.add("");
      lines.add("Absent: " + cell(absent.name()) + ": " + cell(absent.why()));
    }
    return lines;
  }

  private static void table(Report report, List<String> lines) {
    List<String> head = new ArrayList<>();
    head.add("");
    head.add("recall@" + report.k());
    if (report.labelled()) {
      head.addAll(List.of("nDCG@10", "MRR@10", "precision@" + report.k()));
    }
    head.addAll(
        List.of(
            "recomputed, mean",
            "p95",
            "answer, p50 ms",
            "p95 ms",
            "p99 ms",
            "vectors, bytes per passage",
            "on disk, bytes per passage",
            "indexing, s",
            "memory, MB"));
    lines.add(row(head));
    lines.add(row(head.stream().map(column -> "---").toList()));
    boolean fewer = false;
    for (Result result : report.results()) {
      lines.add(row(cells(report, result)));
      fewer |= result.questions() < report.questions();
    }
    lines.add("");
    lines.add("Versions: " + versions(report) + ".");
    lines.add("");
    lines.add(
        "Indexing times exclude embedding the passages. Memory is the peak resident memory of a"
            + " contender's own process; the others run inside ragged's"
            + (report.machine().peakBytes() < 0
                ? "."
                : format(
                    ", which peaked at %s MB including the model and all of them.",
                    megabytes(report.machine().peakBytes())))
            + (fewer ? " In brackets: the number of questions asked, where it was not all." : ""));
  }

  private static List<String> cells(Report report, Result result) {
    List<String> cells = new ArrayList<>();
    String few = result.questions() < report.questions() ? " (" + result.questions() + ")" : "";
    cells.add(cell(result.name()) + few);
    cells.add(format("%.1f %%", 100 * result.recall()));
    Result.Labels labels = result.labels();
    if (labels != null) {
      cells.add(format("%.3f", labels.ndcg()));
      cells.add(format("%.3f", labels.reciprocalRank()));
      cells.add(format("%.3f", labels.precision()));
    }
    cells.add(format("%,.1f", result.recomputed().mean()));
    cells.add(format("%,.0f", result.recomputed().p95()));
    Spread total = result.millis().total();
    cells.add(format("%,.1f", total.p50()));
    cells.add(format("%,.1f", total.p95()));
    cells.add(format("%,.1f", total.p99()));
    Long vectors = result.footprint().bytes().get("vectors");
    cells.add(vectors == null ? "" : format("%,.1f", (double) vectors / report.passages()));
    cells.add(format("%,.1f", (double) result.footprint().total() / report.passages()));
    cells.add(format("%,.2f", result.indexSeconds()));
    cells.add(megabytes(result.footprint().memoryBytes()));
    return cells;
  }

  private static String versions(Report report) {
    return report.results().stream()
        .map(Result::version)
        .distinct()
        .map(MarkdownReport::cell)
        .collect(Collectors.joining("; "));
  }

  private static String megabytes(long bytes) {
    return bytes < 0 ? "" : format("%,.0f", bytes / 1e6);
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Escapes a text for a table cell. */
  static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
