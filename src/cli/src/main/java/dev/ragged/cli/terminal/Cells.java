package dev.ragged.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Widths in the cells of a terminal: Chinese characters and emoji take two, accents none. */
public final class Cells {

  /** A part of a text, from an offset to another. */
  public record Range(int start, int end) {}

  private static final String CUT = "\u2026";
  private static final int EMOJI_STYLE = 0xFE0F;

  /** Wide characters (Unicode's East Asian Width, 15.1) that the tables of JLine lack. */
  private static final String WIDE =
      "\u231a\u231b\u23e9\u23ea\u23eb\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648\u2649\u264a"
          + "\u264b\u264c\u264d\u264e\u264f\u2650\u2651\u2652\u2653\u267f\u2693\u26a1\u26aa\u26ab"
          + "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a"
          + "\u270b\u2728\u274c\u274e\u2753\u2754\u2755\u2757\u2795\u2796\u2797\u27b0\u27bf\u2b1b"
          + "\u2b1c\u2b50\u2b55";

  private Cells() {}

  /** The cells that a text without line ends takes. */
  public static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width;
  }

  private static int width(int c) {
    if (c >= ' ' && c < 0x7F) {
      return 1;
    }
    if (c == EMOJI_STYLE) {
      return 1; // it makes the narrow symbol before it wide
    }
    return WIDE.indexOf(c) >= 0 ? 2 : Math.max(0, WCWidth.wcwidth(c));
  }

  /**
   * Breaks a text without line ends so that each line fits: at spaces where there are any near
   * enough, else between characters. The spaces at breaks belong to no line.
   */
  public static List<Range> lines(String text, int width) {
    int room = Math.max(2, width);
    List<Range> lines = new ArrayList<>();
    int from = 0;
    int used = 0;
    int space = -1;
    int usedAtSpace = 0;
    boolean wide = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int cells = width(c);
      if (c == ' ') {
        space = i;
        usedAtSpace = used;
      }
      if (used + cells > room) {
        boolean atSpace = space > from && (c == ' ' || !wide && usedAtSpace > room / 3);
        int cut = atSpace ? space : i;
        lines.add(new Range(from, stripped(text, from, cut)));
        from = cut;
        while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
          from++;
        }
        i = from;
        used = 0;
        space = -1;
        wide = false;
        continue;
      }
      used += cells;
      wide = cells == 2;
      i += Character.charCount(c);
    }
    int end = stripped(text, from, text.length());
    if (end > from) {
      lines.add(new Range(from, end));
    }
    return lines;
  }

  private static int stripped(String text, int from, int end) {
    int last = end;
    while (last > from && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  /** The text if it fits, else its beginning. */
  public static String cutEnd(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    int end = 0;
    int used = 1;
    while (true) {
      int c = text.codePointAt(end);
      used += width(c);
      if (used > width) {
        return text.substring(0, end) + CUT;
      }
      end += Character.charCount(c);
    }
  }

  /** The text if it fits, else its end. */
  public static String cutStart(String text, int width) {
    int start = 0;
    int used = width(text);
    if (used <= width) {
      return text;
    }
    used++;
    while (start < text.length() && used > width) {
      int c = text.codePointAt(start);
      used -= width(c);
      start += Character.charCount(c);
    }
    return CUT + text.substring(start);
  }
}
