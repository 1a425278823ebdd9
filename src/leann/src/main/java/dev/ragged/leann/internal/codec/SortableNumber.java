package dev.ragged.leann.internal.codec;

import java.util.Arrays;
import org.apache.lucene.util.BitUtil;

/**
 * Numbers as bytes that sort as they do: the nearest double, and then the exact difference from it
 * (at most 1,024 either way for a 64-bit integer), so comparing whole and fractional ones is exact.
 */
public final class SortableNumber {
  /** The bytes of a number. */
  public static final int BYTES = Long.BYTES + Short.BYTES;

  private SortableNumber() {}

  /** The bytes of a {@link Long} or {@link Double}. */
  public static byte[] bytes(Number value) {
    byte[] bytes = new byte[BYTES];
    write(value, bytes, 0);
    return bytes;
  }

  /** Writes those bytes of a whole number. */
  static void write(long value, byte[] to, int at) {
    double nearest = value;
    long difference = nearest == 0x1p63 ? value - Long.MAX_VALUE - 1 : value - (long) nearest;
    write(nearest, difference, to, at);
  }

  private static void write(Number value, byte[] to, int at) {
    if (value instanceof Long whole) {
      write(whole.longValue(), to, at);
    } else {
      write(value.doubleValue() + 0.0, 0, to, at); // turns -0.0 into 0.0
    }
  }

  private static void write(double nearest, long difference, byte[] to, int at) {
    long bits = Double.doubleToLongBits(nearest);
    BitUtil.VH_BE_LONG.set(to, at, bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    BitUtil.VH_BE_SHORT.set(to, at + Long.BYTES, (short) (difference ^ Short.MIN_VALUE));
  }

  /** The whole number with these bytes; null if there is none. */
  static Long whole(byte[] bytes, int from) {
    long sortable = (long) BitUtil.VH_BE_LONG.get(bytes, from);
    double nearest = Double.longBitsToDouble(sortable < 0 ? sortable ^ Long.MIN_VALUE : ~sortable);
    short stored = (short) BitUtil.VH_BE_SHORT.get(bytes, from + Long.BYTES);
    long difference = (short) (stored ^ Short.MIN_VALUE);
    long whole = nearest == 0x1p63 ? Long.MAX_VALUE + 1 + difference : (long) nearest + difference;
    boolean same = Arrays.equals(bytes(whole), 0, BYTES, bytes, from, from + BYTES);
    return same ? whole : null;
  }
}
