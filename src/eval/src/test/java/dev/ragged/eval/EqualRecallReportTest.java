package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualRecallReportTest {
  private static final int PASSAGES = 100;

  @TempDir Path dir;

  private static EqualRecallResult result(
      String name, long bytes, double millis, boolean reached, long text) {
    EqualRecallResult.Point point =
        new EqualRecallResult.Point(
            0.95, reached, "ef 8", reached ? 0.96 : 0.7, 20, 4, 20, millis, millis + 2);
    return new EqualRecallResult(
        name,
        name + " 1.0",
        PASSAGES,
        1.25,
        new Contender.Footprint(
            Map.of("vectors", bytes * PASSAGES, "text", text * PASSAGES), 5_000_000, "process"),
        List.of(point));
  }

  private static EqualRecallReport report(EqualRecallResult... peers) {
    return new EqualRecallReport(
        List.of(
            result("small", 20, 300, true, 50),
            result("none", 30, 1, false, 0),
            result("large", 400, 10, true, 0)),
        List.of(peers),
        List.of(new Report.Absent("gone", "it is | missing")));
  }

  @Test
  void should_say_where_a_peer_is_below_or_left_of_our_curve() {
    EqualRecallReport report =
        report(
            result("slower", 500, 11, true, 0),
            result("larger", 2_000, 10, true, 0),
            result("below", 2_000, 5, true, 0),
            result("between", 390, 290, true, 0),
            result("left", 19, 900, true, 0),
            result("rough", 10, 1, false, 0));
    assertEquals(
        "At 95 % recall these are below or left of our curve, so none of our points that reach it"
            + " is both as small and as fast: below (2,000.0 bytes, 5.00 ms); between (390.0 bytes,"
            + " 290.00 ms); left (19.0 bytes, 900.00 ms).",
        report.better(0));
    assertEquals(
        "At 95 % recall no peer is below or left of our curve.",
        report(result("slower", 500, 11, true, 0)).better(0));
  }

  @Test
  void should_compare_whole_answers_where_the_search_is_not_known() {
    EqualRecallResult.Point point =
        new EqualRecallResult.Point(0.95, true, "", 1, 20, 0, 20, Double.NaN, 12);
    assertEquals(12, point.comparedMillis());
  }

  @Test
  void should_have_a_row_per_contender() {
    List<String> lines = report(result("peer", 500, Double.NaN, true, 7)).markdown();
    assertTrue(lines.get(0).startsWith("- At 95 % recall "), lines.get(0));
    assertTrue(
        lines.contains("| small | 20.0 | 70.0 | 1.3 | 5 | ef 8 | 96.0 % | 4.0 | 300.00 | 302.00 |"),
        lines.toString());
    assertTrue(
        lines.contains(
            "| none | 30.0 |  | 1.3 | 5 | ef 8 | 70.0 %, its most | 4.0 | 1.00 | 3.00 |"),
        lines.toString());
    assertTrue(
        lines.contains("| peer | 500.0 | 507.0 | 1.3 | 5 | ef 8 | 96.0 % | 4.0 |  |  |"),
        lines.toString());
    assertTrue(lines.contains("Versions: small 1.0; none 1.0; large 1.0; peer 1.0."));
    assertEquals("Absent: gone: it is \\| missing", lines.get(lines.size() - 1));
  }

  @Test
  void should_draw_our_points_as_a_curve_and_peers_as_points() throws IOException {
    EqualRecallReport report =
        report(result("a & b", 500, 5, true, 0), result("rough", 10, 1, false, 0));
    List<Path> files = report.charts(dir.resolve("charts"));
    assertEquals(List.of(dir.resolve("charts/equal-recall-95.svg")), files);
    String svg = Files.readString(files.get(0));
    assertTrue(svg.contains("4  a &amp; b"), svg);
    assertTrue(svg.contains("5  rough (70 %)"), svg);
    assertTrue(svg.contains("prefers-color-scheme:dark"), svg);
    assertEquals(1, svg.split("<polyline", -1).length - 1, svg);
    // Each is in the chart and in the legend.
    assertEquals(
        2 * 2, svg.split("fill=\"none\" stroke=\"#[0-9a-f]+\"[^>]*/>\n<text", -1).length - 1, svg);
  }

  @Test
  void should_join_only_points_that_reach_the_recall_and_none_beats() {
    List<SvgCurve.Point> front =
        SvgCurve.front(
            List.of(
                new SvgCurve.Point("worse", 50, 9, true),
                new SvgCurve.Point("last", 90, 2, true),
                new SvgCurve.Point("first", 20, 8, true),
                new SvgCurve.Point("short", 30, 1, false)));
    assertEquals(List.of("first", "last"), front.stream().map(SvgCurve.Point::name).toList());
    assertFalse(SvgCurve.of("t", "x", "y", List.of(), List.of()).contains("polyline"));
  }

  @Test
  void should_survive_json() throws IOException {
    ObjectMapper json = new ObjectMapper();
    EqualRecallResult result = result("peer", 500, Double.NaN, true, 7);
    assertEquals(result, json.readValue(json.writeValueAsString(result), EqualRecallResult.class));
  }
}
