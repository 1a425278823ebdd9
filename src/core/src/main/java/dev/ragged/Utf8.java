package dev.ragged;

/** Sizes of text in UTF-8, the unit of every byte count in reports. */
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
}
