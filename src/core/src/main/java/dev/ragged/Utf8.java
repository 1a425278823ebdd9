package dev.ragged;

/** Text as UTF-8: its size, the unit of every byte count in reports, and whether it has one. */
public final class Utf8 {
  private Utf8() {}

  /** Bytes that {@code text} takes in UTF-8, without encoding it. A lone surrogate counts as 3. */
  public static long length(CharSequence text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /**
   * Refuses text that UTF-8 cannot hold: two such texts could become one on disk.
   *
   * @param what names the text in the message
   * @throws IllegalArgumentException if a surrogate stands alone
   */
  static void requireWellFormed(String text, String what) {
    int half = loneSurrogate(text, 0);
    if (half >= 0) {
      throw new IllegalArgumentException(
          what + " is not well-formed Unicode: half a surrogate pair at character " + half + ".");
    }
  }

  /**
   * The text with U+FFFD for every surrogate that stands alone; the same object if there is none.
   */
  public static String wellFormed(String text) {
    int half = loneSurrogate(text, 0);
    if (half < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text);
    for (; half >= 0; half = loneSurrogate(text, half + 1)) {
      repaired.setCharAt(half, '\uFFFD');
    }
    return repaired.toString();
  }

  /**
   * Where the first surrogate without its other half is, from an offset on; -1 if there is none.
   */
  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
