package dev.ragged.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws one side's points as a curve and the other's as single points, on two logarithmic axes.
 * Less is better on both, so the lower left is best.
 */
final class SvgCurve {
  private static final int MARGIN = 40;

  /** The first colour is the curve's. */
  private static final int OTHERS = SvgPlot.COLOURS.size() - 1;

  private SvgCurve() {}

  /**
   * A point.
   *
   * @param x above 0
   * @param y above 0
   * @param full whether it counts; others are drawn as rings and the curve leaves them out
   */
  record Point(String name, double x, double y, boolean full) {}

  static String of(
      String title, String xTitle, String yTitle, List<Point> curve, List<Point> others) {
    List<Point> all = Stream.concat(curve.stream(), others.stream()).toList();
    int bottom = Math.max(SvgPlot.BOTTOM, SvgPlot.TOP + SvgPlot.ROW * all.size() - MARGIN);
    StringBuilder svg = SvgPlot.head(bottom + 60, title);
    if (all.isEmpty()) {
      return SvgPlot.end(
          svg.append(
              SvgPlot.text(SvgPlot.LEFT, SvgPlot.TOP + 30, "start", "", "Nothing to show.")));
    }
    Scale x = Scale.of(all.stream().mapToDouble(Point::x).toArray(), SvgPlot.LEFT, SvgPlot.RIGHT);
    Scale y = Scale.of(all.stream().mapToDouble(Point::y).toArray(), bottom, SvgPlot.TOP);
    SvgPlot.grid(svg, x, SvgPlot.TOP, bottom);
    for (double tick : y.ticks()) {
      svg.append(SvgPlot.line("g", SvgPlot.LEFT, y.at(tick), SvgPlot.RIGHT, y.at(tick)));
      svg.append(SvgPlot.text(SvgPlot.LEFT - 8, y.at(tick) + 4, "end", "", SvgPlot.number(tick)));
    }
    svg.append(SvgPlot.line("a", SvgPlot.LEFT, bottom, SvgPlot.RIGHT, bottom));
    svg.append(
        SvgPlot.text((SvgPlot.LEFT + SvgPlot.RIGHT) / 2.0, bottom + 44, "middle", "", xTitle));
    svg.append(SvgPlot.text(16, SvgPlot.TOP - 16, "start", "", yTitle));
    List<Double> line =
        front(curve).stream().flatMap(p -> Stream.of(x.at(p.x()), y.at(p.y()))).toList();
    svg.append(SvgPlot.curve(SvgPlot.COLOURS.get(0), line));
    for (int i = 0; i < all.size(); i++) {
      Point point = all.get(i);
      double px = x.at(point.x());
      double py = y.at(point.y());
      boolean own = i < curve.size();
      String colour =
          own ? SvgPlot.COLOURS.get(0) : SvgPlot.COLOURS.get(1 + (i - curve.size()) % OTHERS);
      svg.append(mark(px, py, colour, point.full()));
      // Moves the number beside those of earlier points in this place.
      long overlapping =
          all.subList(0, i).stream()
              .filter(p -> Math.hypot(x.at(p.x()) - px, y.at(p.y()) - py) < 12)
              .count();
      svg.append(
          SvgPlot.text(px + 9 + 14 * overlapping, py + 4, "start", "", Integer.toString(i + 1)));
      double row = SvgPlot.TOP + 8 + (double) SvgPlot.ROW * i;
      svg.append(mark(SvgPlot.RIGHT + 28, row, colour, point.full()));
      svg.append(
          SvgPlot.text(SvgPlot.RIGHT + 42, row + 4, "start", "", i + 1 + "  " + point.name()));
    }
    return SvgPlot.end(svg);
  }

  /** The full points that no other beats on both axes, from left to right. */
  static List<Point> front(List<Point> points) {
    List<Point> front = new ArrayList<>();
    points.stream()
        .filter(Point::full)
        .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
        .forEach(
            point -> {
              if (front.isEmpty() || point.y() < front.get(front.size() - 1).y()) {
                front.add(point);
              }
            });
    return front;
  }

  private static String mark(double x, double y, String colour, boolean full) {
    return full ? SvgPlot.circle(x, y, colour) : SvgPlot.ring(x, y, colour);
  }
}
