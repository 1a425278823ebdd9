package dev.ragged;

/** Text as UTF-8: its size in bytes, and whether it can be encoded at all. */
public final class Utf8 {
  private Utf8() {}

  /** The UTF-8 bytes of {@code text}, counted without encoding it. A lone surrogate counts as 3. */
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

  /** The text with U+FFFD for every lone surrogate; the same object if there is none. */
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
