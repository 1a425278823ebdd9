package dev.ragged.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How numbers, places and passages look to people. */
public final class Display {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Display() {}

  /** 1234567 as {@code 1,234,567}. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A count with its noun: {@code 1 file}, {@code 2 files}. */
  public static String count(long value, String noun) {
    return number(value) + " " + noun + (value == 1 ? "" : "s");
  }

  /** Bytes in powers of a thousand: {@code 1.2 MB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** A duration: {@code 850 ms}, {@code 12.3 s}, {@code 4 min 10 s}. */
  public static String duration(double seconds) {
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1_000);
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3_600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
  }

  /**
   * Replaces what would move the cursor or change colours: a document must not be able to control
   * the terminal of the person who searches it.
   */
  public static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean control =
                  Character.isISOControl(c) && c != '\n' && c != '\t'
                      // Marks that reverse the order of what follows.
                      || c >= 0x202A && c <= 0x202E
                      || c >= 0x2066 && c <= 0x2069;
              clean.appendCodePoint(control ? 0xFFFD : c);
            });
    return clean.toString();
  }

  /** Breaks each line at spaces so that it fits, with an indent; empty lines are left out. */
  public static List<String> wrap(String text, int width, String indent) {
    int room = Math.max(20, width - indent.length());
    List<String> lines = new ArrayList<>();
    for (String line : printable(text).replace("\r", "").replace("\t", "  ").split("\n")) {
      for (Cells.Range part : Cells.lines(line, room)) {
        lines.add(indent + line.substring(part.start(), part.end()));
      }
    }
    return lines;
  }
}
