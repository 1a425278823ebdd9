package dev.ragged.leann.internal.codec;

import java.nio.charset.StandardCharsets;

/** Whole numbers in decimal digits, as {@link Long#toString} makes them, without the string. */
final class Decimal {
  /** Most bytes of a number. */
  static final int MAX_BYTES = 20;

  private Decimal() {}

  /**
   * Writes a number.
   *
   * @param at where it begins
   * @return where it ends
   */
  static int write(long number, byte[] to, int at) {
    if (number < 0) {
      byte[] bytes = Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(bytes, 0, to, at, bytes.length);
      return at + bytes.length;
    }
    int end = at + 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      end++;
    }
    long rest = number;
    for (int i = end - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }
}
