package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Charts of a report as SVG files that are legible on light and dark pages. */
public final class SvgCharts {
  private SvgCharts() {}

  /**
   * Writes the charts.
   *
   * @param folder created if missing
   * @return the files
   */
  public static List<Path> write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    return List.of(
        Files.writeString(folder.resolve("bytes.svg"), bytes(report)),
        Files.writeString(folder.resolve("recomputed.svg"), recomputed(report)),
        Files.writeString(folder.resolve("latency.svg"), latency(report)));
  }

  static String bytes(Report report) {
    return SvgPlot.points(
        "Bytes on disk for vector search against recall",
        "bytes per passage, logarithmic",
        "recall@" + report.k(),
        points(
            report,
            result ->
                result.footprint().bytes().getOrDefault("vectors", 0L)
                    / (double) report.passages()));
  }

  static String recomputed(Report report) {
    return SvgPlot.points(
        "Passages re-embedded per question against recall",
        "passages, mean, logarithmic",
        "recall@" + report.k(),
        points(report, result -> result.recomputed().mean()));
  }

  static String latency(Report report) {
    return SvgPlot.bars(
        "Time to answer, median and 95th percentile",
        "milliseconds, logarithmic",
        report.results().stream()
            .map(
                result ->
                    new SvgPlot.Bar(
                        result.name(),
                        result.millis().total().p50(),
                        result.millis().total().p95()))
            .toList());
  }

  /** Leaves out results that have nothing to show. */
  private static List<SvgPlot.Point> points(Report report, ToDoubleFunction<Result> x) {
    return report.results().stream()
        .filter(result -> x.applyAsDouble(result) > 0)
        .map(result -> new SvgPlot.Point(result.name(), x.applyAsDouble(result), result.recall()))
        .toList();
  }
}
