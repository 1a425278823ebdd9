package dev.ragged.eval;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** Draws points and bars as SVG. A legend names the points, so that names never overlap. */
final class SvgPlot {
  private static final int WIDTH = 760;
  static final int LEFT = 64;
  static final int RIGHT = 480;
  static final int TOP = 60;
  static final int BOTTOM = 320;

  /** Height of a row of the legend. */
  static final int ROW = 20;

  /** Where the names of bars end and the bars begin. */
  private static final int BARS_LEFT = 260;

  private static final int BARS_RIGHT = 690;
  private static final int BAR_STEP = 30;

  /** Each point also has a number beside it, for readers who cannot tell the colours apart. */
  static final List<String> COLOURS =
      List.of(
          "#3b82f6", "#f97316", "#10b981", "#e11d48", "#8b5cf6", "#ca8a04", "#0891b2", "#6b7280");

  /** Follows the page's colour scheme, since the background is the page's. */
  private static final String STYLE =
      "<style>text{font:13px system-ui,sans-serif;fill:#1f2937}.t{font-weight:600;font-size:15px}"
          + ".g{stroke:#9ca3af;stroke-opacity:.45}.a{stroke:#6b7280}.e{stroke:#1f2937}"
          + "@media(prefers-color-scheme:dark){text{fill:#e5e7eb}.e{stroke:#e5e7eb}}</style>\n";

  private SvgPlot() {}

  /** A point in a scatter chart; y is between 0 and 1. */
  record Point(String name, double x, double y) {}

  /** A bar to one value, extended by a line to a second one. */
  record Bar(String name, double value, double extended) {}

  static String points(String title, String xTitle, String yTitle, List<Point> points) {
    StringBuilder svg = head(Math.max(BOTTOM + 60, TOP + ROW * points.size() + 20), title);
    if (points.isEmpty()) {
      return end(svg.append(text(LEFT, TOP + 30, "start", "", "Nothing to show.")));
    }
    double lowest = points.stream().mapToDouble(Point::y).min().orElse(0);
    double bottom = Math.max(0, Math.floor(lowest * 20 - 1e-9) / 20);
    DoubleUnaryOperator y = v -> BOTTOM - (v - bottom) / (1 - bottom) * (BOTTOM - TOP);
    for (int i = 0; i <= 5; i++) {
      double share = bottom + (1 - bottom) * i / 5;
      svg.append(line("g", LEFT, y.applyAsDouble(share), RIGHT, y.applyAsDouble(share)));
      svg.append(
          text(
              LEFT - 8,
              y.applyAsDouble(share) + 4,
              "end",
              "",
              String.format(Locale.ROOT, "%.0f %%", 100 * share)));
    }
    Scale x = Scale.of(points.stream().mapToDouble(Point::x).toArray(), LEFT, RIGHT);
    grid(svg, x, TOP, BOTTOM);
    svg.append(line("a", LEFT, BOTTOM, RIGHT, BOTTOM));
    svg.append(text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "middle", "", xTitle));
    svg.append(text(16, TOP - 16, "start", "", yTitle));
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      double px = x.at(point.x());
      double py = y.applyAsDouble(point.y());
      svg.append(circle(px, py, COLOURS.get(i % COLOURS.size())));
      // Moves the number beside those of earlier points in this place.
      long overlapping =
          points.subList(0, i).stream()
              .filter(p -> Math.hypot(x.at(p.x()) - px, y.applyAsDouble(p.y()) - py) < 12)
              .count();
      svg.append(text(px + 9 + 14 * overlapping, py + 4, "start", "", Integer.toString(i + 1)));
      double row = TOP + 8 + ROW * i;
      svg.append(circle(RIGHT + 28, row, COLOURS.get(i % COLOURS.size())));
      svg.append(text(RIGHT + 42, row + 4, "start", "", i + 1 + "  " + point.name()));
    }
    return end(svg);
  }

  static String bars(String title, String xTitle, List<Bar> bars) {
    int bottom = TOP + BAR_STEP * bars.size() + 4;
    StringBuilder svg = head(bottom + 60, title);
    // Leaves room below the lowest value, so that its bar is visible.
    double[] ends =
        bars.stream()
            .flatMapToDouble(bar -> DoubleStream.of(0.7 * bar.value(), bar.extended()))
            .filter(value -> value > 0)
            .toArray();
    if (ends.length == 0) {
      return end(svg.append(text(LEFT, TOP + 20, "start", "", "Nothing to show.")));
    }
    Scale x = Scale.of(ends, BARS_LEFT, BARS_RIGHT);
    grid(svg, x, TOP, bottom);
    svg.append(text((BARS_LEFT + BARS_RIGHT) / 2.0, bottom + 44, "middle", "", xTitle));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double top = TOP + 8 + BAR_STEP * i;
      svg.append(text(BARS_LEFT - 8, top + 13, "end", "", bar.name()));
      if (bar.value() > 0) {
        svg.append(
            format(
                "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"18\" rx=\"2\" fill=\"%s\"/>%n",
                BARS_LEFT, top, x.at(bar.value()) - BARS_LEFT, COLOURS.get(i % COLOURS.size())));
        svg.append(line("e", x.at(bar.value()), top + 9, x.at(bar.extended()), top + 9));
        svg.append(line("e", x.at(bar.extended()), top + 3, x.at(bar.extended()), top + 15));
        svg.append(text(x.at(bar.extended()) + 6, top + 13, "start", "", number(bar.value())));
      }
    }
    return end(svg);
  }

  static void grid(StringBuilder svg, Scale x, double top, double bottom) {
    for (double tick : x.ticks()) {
      svg.append(line("g", x.at(tick), top, x.at(tick), bottom));
      svg.append(text(x.at(tick), bottom + 20, "middle", "", number(tick)));
    }
  }

  static String number(double value) {
    return value >= 10 || value == Math.rint(value)
        ? format("%,.0f", value)
        : format(value >= 1 ? "%.1f" : "%.2f", value);
  }

  static StringBuilder head(int height, String title) {
    return new StringBuilder(
            format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0"
                    + " %d %d\" role=\"img\">%n<title>%s</title>%n",
                WIDTH, height, WIDTH, height, escaped(title)))
        .append(STYLE)
        .append(text(16, 22, "start", "t", title));
  }

  static String end(StringBuilder svg) {
    return svg.append("</svg>\n").toString();
  }

  static String text(double x, double y, String anchor, String kind, String text) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n",
        x, y, anchor, kind.isEmpty() ? "" : " class=\"" + kind + "\"", escaped(text));
  }

  static String line(String kind, double x1, double y1, double x2, double y2) {
    return format(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
        kind, x1, y1, x2, y2);
  }

  static String circle(double x, double y, String colour) {
    return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill=\"%s\"/>%n", x, y, colour);
  }

  /** A line through points: their x and y in turn. */
  static String curve(String colour, List<Double> coordinates) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < coordinates.size(); i += 2) {
      points.append(
          format("%s%.1f,%.1f", i == 0 ? "" : " ", coordinates.get(i), coordinates.get(i + 1)));
    }
    return format(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
        points, colour);
  }

  /** Like a circle, but empty. */
  static String ring(double x, double y, String colour) {
    return format(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
        x, y, colour);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
