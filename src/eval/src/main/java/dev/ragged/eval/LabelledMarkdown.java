package dev.ragged.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports on labelled sets in Markdown: a table with a row per set and mode, then comparisons. */
public final class LabelledMarkdown {
  private LabelledMarkdown() {}

  /** The head of the table of {@link #rows}. */
  public static List<String> head() {
    List<String> columns = new ArrayList<>(List.of("set", "by", "passages", "questions"));
    Stream.of(LabelMeasure.values()).map(LabelMeasure::title).forEach(columns::add);
    return List.of(row(columns), rule(columns));
  }

  /** The rows of a set. */
  public static List<String> rows(LabelledReport report) {
    List<String> rows = new ArrayList<>();
    for (LabelledRanking ranking : report.rankings()) {
      rows.add(
          row(
              report.set(),
              ranking.name(),
              format("%,d", report.passages()),
              format("%,d", ranking.answers().size()),
              ranking.means()));
    }
    return rows;
  }

  /** What follows the rows of all sets. */
  public static List<String> tail(List<LabelledReport> reports) {
    List<String> lines = new ArrayList<>();
    if (reports.size() > 1) {
      for (LabelledRanking ranking : reports.get(0).rankings()) {
        Map<LabelMeasure, Double> mean = LabelledReport.mean(reports, ranking.name());
        if (mean != null) {
          lines.add(row("mean of " + reports.size(), ranking.name(), "", "", mean));
        }
      }
    }
    lines.add("");
    List<String> columns = List.of("set", "nDCG@10 of", "against", "questions", "difference", "p");
    lines.add(row(columns));
    lines.add(rule(columns));
    for (LabelledReport report : reports) {
      Stream.of(report.comparisons(), report.against())
          .flatMap(List::stream)
          .forEach(
              test ->
                  lines.add(
                      row(
                          List.of(
                              report.set(),
                              test.first(),
                              test.second(),
                              format("%,d", test.questions()),
                              format("%+.3f", test.difference()),
                              format("%.4f", test.p())))));
    }
    for (LabelledReport report : reports) {
      for (Report.Absent absent : report.absent()) {
        lines.add("");
        lines.add("Absent from " + report.set() + ": " + absent.name() + ": " + absent.why());
      }
    }
    return lines;
  }

  private static String row(
      String set, String name, String passages, String questions, Map<LabelMeasure, Double> means) {
    List<String> cells = new ArrayList<>(List.of(set, name, passages, questions));
    for (LabelMeasure measure : LabelMeasure.values()) {
      double mean = means.get(measure);
      cells.add(Double.isNaN(mean) ? "" : format(measure.isCount() ? "%,.1f" : "%.3f", mean));
    }
    return row(cells);
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replaceAll("\\s+", " ").replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String rule(List<String> columns) {
    return row(columns.stream().map(column -> "---").toList());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
