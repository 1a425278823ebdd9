package dev.ragged.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
public final class Nearest {
  private static final int MAX_LENGTH = 200;

  private Nearest() {}

  /** The nearest of the names that differs in no more than about a third of its characters. */
  public static Optional<String> of(String meant, Collection<String> names) {
    String own = folded(meant);
    return names.stream()
        .filter(name -> !name.equals(meant))
        .filter(name -> distance(own, folded(name)) <= Math.max(1, own.length() / 3))
        .min(
            Comparator.comparingInt((String name) -> distance(own, folded(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static String folded(String name) {
    return name.substring(0, Math.min(MAX_LENGTH, name.length())).toLowerCase(Locale.ROOT);
  }

  /** Characters to insert, remove, replace or swap with the next (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        d[i][j] =
            Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
