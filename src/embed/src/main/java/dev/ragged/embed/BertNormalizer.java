package dev.ragged.embed;

import java.util.Arrays;

/**
 * Prepares a text as tokenizers of BERT's family do: without control characters, Chinese characters
 * apart, without accents, in lower case, each if asked for.
 *
 * @param clean whether control characters go and white space becomes spaces
 * @param apart whether there are spaces around Chinese characters
 * @param strip whether accents and other marks go
 * @param lower whether upper case becomes lower
 */
record BertNormalizer(boolean clean, boolean apart, boolean strip, boolean lower) {

  /** A prepared text: its code points, and where in the original each ends. */
  static final class Normalized {
    private final BertCharacters characters = BertCharacters.table();
    int[] points;
    int[] ends;
    int length;

    /** From here on are marks that may change places. */
    private int marks;

    Normalized(int expected) {
      points = new int[expected + 16];
      ends = new int[expected + 16];
    }

    private void append(int c, int end) {
      if (length == points.length) {
        points = Arrays.copyOf(points, 2 * length);
        ends = Arrays.copyOf(ends, 2 * length);
      }
      points[length] = c;
      ends[length] = end;
      length++;
    }

    /**
     * Marks come in one order, whichever they were typed in. Ends stay where they are, as in the
     * original.
     */
    private void appendInOrder(int c, int end) {
      append(c, end);
      int order = characters.order(c);
      if (order == 0) {
        marks = length;
        return;
      }
      int at = length - 1;
      while (at > marks && characters.order(points[at - 1]) > order) {
        points[at] = points[at - 1];
        at--;
      }
      points[at] = c;
    }
  }

  /** Prepares a text. */
  Normalized normalize(String text, int from, int to) {
    BertCharacters characters = BertCharacters.table();
    Normalized out = new Normalized(to - from);
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (clean && characters.is(c, BertCharacters.REMOVED | BertCharacters.BLANK)) {
        if (characters.is(c, BertCharacters.REMOVED)) {
          continue;
        }
        c = ' ';
      }
      if (apart && characters.is(c, BertCharacters.APART)) {
        append(' ', i, out);
        split(c, i, out);
        append(' ', i, out);
      } else {
        split(c, i, out);
      }
    }
    return strip || lower ? finish(out) : out;
  }

  private void split(int c, int end, Normalized out) {
    int[] parts = strip ? out.characters.decomposed(c) : null;
    if (parts == null) {
      append(c, end, out);
    } else {
      for (int part : parts) {
        append(part, end, out);
      }
    }
  }

  private void append(int c, int end, Normalized out) {
    if (strip) {
      out.appendInOrder(c, end);
    } else {
      out.append(c, end);
    }
  }

  private Normalized finish(Normalized text) {
    Normalized out = new Normalized(text.length);
    for (int i = 0; i < text.length; i++) {
      int c = text.points[i];
      int[] small = lower ? text.characters.lower(c) : null;
      if (strip && text.characters.is(c, BertCharacters.MARK)) {
        continue;
      }
      if (small == null) {
        out.append(c, text.ends[i]);
      } else {
        for (int each : small) {
          out.append(each, text.ends[i]);
        }
      }
    }
    return out;
  }
}
