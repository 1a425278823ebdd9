package dev.ragged;

/** Text as UTF-8: its size in bytes, and whether it can be encoded at all. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The UTF-8 bytes of a text, counted without encoding it. A lone surrogate counts as 3.
   *
   * @param text any
   * @return their number
   */
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
   * Rejects text that UTF-8 cannot encode: two such texts could become one on disk.
   *
   * @param what names the text in the message
   * @throws IllegalArgumentException if there is a lone surrogate
   */
  static void requireWellFormed(String text, String what) {
    int half = loneSurrogate(text, 0);
    if (half >= 0) {
      throw new IllegalArgumentException(
          what + " is not well-formed Unicode: half a surrogate pair at character " + half + ".");
    }
  }

  /**
   * The beginning of a text.
   *
   * @param text well-formed
   * @param bytes how many UTF-8 bytes of it at most
   * @return whole characters; the same object if the text is no longer
   */
  static String first(String text, int bytes) {
    if (text.length() <= bytes / 3) {
      return text;
    }
    int room = bytes;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      room -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (room < 0) {
        return text.substring(0, i);
      }
      i += Character.charCount(c);
    }
    return text;
  }

  /**
   * The text with U+FFFD for every lone surrogate.
   *
   * @param text any
   * @return the same object if there is none
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

  /** The index of the first lone surrogate from an offset on; -1 if there is none. */
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
