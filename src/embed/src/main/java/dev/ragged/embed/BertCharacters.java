package dev.ragged.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What tokenizers of BERT's family take each character for, from a table and not from Java: the
 * original's answers come from several versions of Unicode, and Java's differ from one release to
 * the next, which would change vectors.
 */
final class BertCharacters {
  /** Cleaning leaves it out. */
  static final int REMOVED = 1;

  /** Cleaning makes a space of it. */
  static final int BLANK = 2;

  /** A Chinese character, which is a word by itself. */
  static final int APART = 4;

  /** An accent or another mark that stripping leaves out. */
  static final int MARK = 8;

  /** Ends a word and is not part of any. */
  static final int SEPARATOR = 16;

  /** A word by itself. */
  static final int PUNCTUATION = 32;

  private static final int PAGE = 256;
  private static final byte[] EMPTY = new byte[PAGE];
  private static final int FIRST_HANGUL = 0xAC00;
  private static final int LAST_HANGUL = 0xD7A3;

  private final byte[][] kinds = new byte[(Character.MAX_CODE_POINT + 1) / PAGE][];
  private final Map<Integer, int[]> decomposed = new HashMap<>();
  private final Map<Integer, int[]> lower = new HashMap<>();
  private final Map<Integer, Integer> orders = new HashMap<>();

  /** Read once, on first use. */
  private static final class Holder {
    static final BertCharacters TABLE = new BertCharacters();
  }

  static BertCharacters table() {
    return Holder.TABLE;
  }

  private BertCharacters() {
    Arrays.fill(kinds, EMPTY);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                BertCharacters.class.getResourceAsStream("bert-characters.txt"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          read(line.split("\t"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String[] fields) {
    switch (fields[0]) {
      case "decomposed" -> decomposed.put(point(fields[1]), points(fields[2]));
      case "lower" -> lower.put(point(fields[1]), points(fields[2]));
      default -> {
        for (int i = 1; i < fields.length; i++) {
          int hyphen = fields[i].indexOf('-');
          int to = point(fields[i].substring(hyphen + 1));
          for (int c = point(fields[i].substring(0, hyphen)); c <= to; c++) {
            mark(c, fields[0]);
          }
        }
      }
    }
  }

  private void mark(int c, String name) {
    if (name.startsWith("order ")) {
      orders.put(c, Integer.parseInt(name.substring(6)));
      return;
    }
    if (kinds[c / PAGE] == EMPTY) {
      kinds[c / PAGE] = new byte[PAGE];
    }
    kinds[c / PAGE][c % PAGE] |=
        (byte)
            switch (name) {
              case "removed" -> REMOVED;
              case "blank" -> BLANK;
              case "apart" -> APART;
              case "mark" -> MARK;
              case "separator" -> SEPARATOR;
              case "punctuation" -> PUNCTUATION;
              default -> throw new IllegalStateException(name);
            };
  }

  private static int point(String hex) {
    return Integer.parseInt(hex, 16);
  }

  private static int[] points(String hex) {
    String[] each = hex.split(" ");
    int[] points = new int[each.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = point(each[i]);
    }
    return points;
  }

  /** Whether a code point is of a kind, or of one of several that were added up. */
  boolean is(int c, int kind) {
    return (kinds[c / PAGE][c % PAGE] & kind) != 0;
  }

  /** What is left of a character of several parts without its marks; null for any other. */
  int[] decomposed(int c) {
    if (c >= FIRST_HANGUL && c <= LAST_HANGUL) {
      int syllable = c - FIRST_HANGUL;
      int first = 0x1100 + syllable / 588;
      int vowel = 0x1161 + syllable % 588 / 28;
      int last = 0x11A7 + syllable % 28;
      return last == 0x11A7 ? new int[] {first, vowel} : new int[] {first, vowel, last};
    }
    return c < 0x80 ? null : decomposed.get(c);
  }

  /** A character in lower case; null for one that is the same there. */
  int[] lower(int c) {
    return lower.get(c);
  }

  /** Where a mark comes among others on the same letter; 0 for what does not move. */
  int order(int c) {
    return c < 0x300 ? 0 : orders.getOrDefault(c, 0);
  }
}
