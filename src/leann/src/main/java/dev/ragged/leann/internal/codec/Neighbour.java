package dev.ragged.leann.internal.codec;

/**
 * What the numbers of a column resemble: those that were read before of this or another column.
 *
 * @param column its number among columns of numbers
 * @param back 1 for the last number read of it, 2 for the one before that
 */
record Neighbour(int column, int back) {
  static final int MAX_BACK = 2;

  /** The numbers are written as they are. */
  static final Neighbour NONE = new Neighbour(-1, MAX_BACK);

  /** 0 for none. */
  int code() {
    return column * MAX_BACK + back;
  }

  static Neighbour of(int code) {
    return code == 0 ? NONE : new Neighbour((code - 1) / MAX_BACK, (code - 1) % MAX_BACK + 1);
  }

  static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static long zagZig(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
