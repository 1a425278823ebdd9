package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Compares reports with expected files. */
class ReportTest {
  private static final Report REPORT =
      new Report(
          "a | b",
          1_000,
          500_000,
          100,
          true,
          "tiny",
          8,
          3,
          12.34567,
          true,
          List.of(
              new Result(
                  "first <1>",
                  "first 1.0",
                  100,
                  0.98333,
                  new Result.Labels(0.81234, 0.75, 0.25),
                  new Spread(24.25, 20, 51, 60),
                  new Result.Millis(
                      spread(2), spread(0.5), spread(200), new Spread(202.5, 190.25, 435, 500)),
                  3.5,
                  new Contender.Footprint(
                      new TreeMap<>(Map.of("text", 280_000L, "vectors", 34_700L)), -1, "inside")),
              new Result(
                  "second",
                  "second 2.0",
                  6,
                  1,
                  new Result.Labels(0.8, 0.7, 0.3),
                  spread(0),
                  new Result.Millis(
                      spread(2), spread(Double.NaN), spread(Double.NaN), spread(4.75)),
                  1_234.5,
                  new Contender.Footprint(
                      new TreeMap<>(Map.of("database", 9_000_000L)), 150_000_000, "own"))),
          List.of(new Report.Absent("third", "Python 3 was not found.")),
          new Machine("Linux", "amd64", "A processor", 2, "A JVM 17", "2026-01-02", 600_000_000));

  @TempDir Path dir;

  private static Spread spread(double value) {
    return new Spread(value, value, value, value);
  }

  /**
   * Compares with a file. Writes the actual text to target/reports, to inspect or to copy over the
   * file.
   */
  private static void expect(String file, String actual) throws IOException {
    Path copy = Path.of("target", "reports", file);
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, actual);
    try (InputStream in = ReportTest.class.getResourceAsStream(file)) {
      String expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(expected, actual, () -> "see " + copy);
    }
  }

  @Test
  void should_write_json() throws IOException {
    expect(
        "report.json",
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(REPORT.json())
            + "\n");
  }

  @Test
  void should_write_markdown() throws IOException {
    expect("report.md", String.join("\n", MarkdownReport.of(REPORT)) + "\n");
  }

  @Test
  void should_write_charts() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (Path chart : SvgCharts.write(REPORT, dir.resolve("charts"))) {
      String svg = Files.readString(chart);
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
      checks.add(() -> expect(chart.getFileName().toString(), svg));
    }
    assertAll(checks);
  }

  @Test
  void should_say_so_when_there_is_nothing_to_show() {
    Report empty =
        new Report(
            "x", 1, 1, 1, false, "tiny", 8, 3, 1, false, List.of(), List.of(), REPORT.machine());
    assertTrue(SvgCharts.bytes(empty).contains("Nothing to show."));
    assertTrue(SvgCharts.latency(empty).contains("Nothing to show."));
  }

  @Test
  void should_put_ticks_at_powers_of_ten() {
    Scale scale = Scale.of(new double[] {30, 2_000}, 0, 300);
    assertEquals(List.of(10.0, 100.0, 1_000.0, 10_000.0), scale.ticks());
    assertEquals(100, scale.at(100), 1e-9);
    assertEquals(List.of(10.0, 100.0), Scale.of(new double[] {10}, 0, 1).ticks());
  }
}
