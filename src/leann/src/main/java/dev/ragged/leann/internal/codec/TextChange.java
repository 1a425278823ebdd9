package dev.ragged.leann.internal.codec;

import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/** How a value of a column of strings differs from the one before. */
final class TextChange {
  /** Not at all. */
  static final byte NONE = 0;

  /** From some byte on. */
  static final byte FROM_SOMEWHERE = 1;

  /** It is a JSON string of hexadecimal digits, as digests are. */
  static final byte DIGITS = 2;

  private static final int FEWEST_DIGITS = 16;

  private TextChange() {}

  static boolean isDigits(BytesRef value) {
    if (value.length < FEWEST_DIGITS + 2
        || value.length % 2 != 0
        || at(value, 0) != '"'
        || at(value, value.length - 1) != '"') {
      return false;
    }
    for (int i = 1; i < value.length - 1; i++) {
      if (!isDigit(at(value, i))) {
        return false;
      }
    }
    return true;
  }

  private static byte at(BytesRef value, int i) {
    return value.bytes[value.offset + i];
  }

  private static boolean isDigit(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  static void writeDigits(BytesRef value, ByteBuffersDataOutput out) {
    for (int i = 1; i < value.length - 1; i += 2) {
      out.writeByte((byte) (digit(at(value, i)) << 4 | digit(at(value, i + 1))));
    }
  }

  private static int digit(byte c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
  }

  static byte digit(int value) {
    return (byte) (value < 10 ? '0' + value : 'a' + value - 10);
  }
}
