package dev.ragged.leann.internal.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.util.BytesRef;

/** Vector arithmetic and serialisation. */
public final class Vectors {
  /** How far the squared length of a vector of unit length may be from 1. */
  private static final double ROUNDING = 1e-6;

  private Vectors() {}

  /** The inner product. Four sums at a time, as one would wait for each addition to finish. */
  public static double dot(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      first += (double) a[i] * b[i];
      second += (double) a[i + 1] * b[i + 1];
      third += (double) a[i + 2] * b[i + 2];
      fourth += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += (double) a[i] * b[i];
    }
    return first + second + (third + fourth);
  }

  /**
   * The inner product with the vector of unit length that compact bytes stand for, without making
   * it. In floats, as this is what a search of kept vectors does most.
   */
  public static double dot(float[] a, BytesRef compact) {
    byte[] bytes = compact.bytes;
    int squares = 0; // at most 127^2 a value, so this holds 133,000 values
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (int at = compact.offset; i < a.length - 3; i += 4, at += 4) {
      int x = bytes[at];
      int y = bytes[at + 1];
      int z = bytes[at + 2];
      int w = bytes[at + 3];
      squares += x * x + y * y + z * z + w * w;
      first += a[i] * x;
      second += a[i + 1] * y;
      third += a[i + 2] * z;
      fourth += a[i + 3] * w;
    }
    for (; i < a.length; i++) {
      int x = bytes[compact.offset + i];
      squares += x * x;
      first += a[i] * x;
    }
    double sum = (double) first + second + ((double) third + fourth);
    return squares == 0 ? 0 : sum / Math.sqrt(squares);
  }

  /**
   * The cosine of two vectors, within -1 and 1; 0 if one of them is zero. Lengths that differ from
   * 1 by no more than rounding count as 1, so that a score does not depend on how a unit vector is
   * kept.
   */
  public static double cosine(float[] a, float[] b) {
    double cosine = dot(a, b) / (length(a) * length(b));
    return Double.isNaN(cosine) ? 0 : Math.max(-1, Math.min(1, cosine));
  }

  private static double length(float[] vector) {
    return isUnit(vector) ? 1 : Math.sqrt(dot(vector, vector));
  }

  /** Whether a vector has length 1 but for rounding. */
  public static boolean isUnit(float[] vector) {
    return Math.abs(dot(vector, vector) - 1) < ROUNDING;
  }

  /** A copy of unit length; a zero vector stays zero. */
  public static float[] unit(float[] vector) {
    double norm = Math.sqrt(dot(vector, vector));
    float[] unit = vector.clone();
    if (norm > 0) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = (float) (unit[i] / norm);
      }
    }
    return unit;
  }

  /** Each value as a float32. */
  public static BytesRef toBytes(float[] vector) {
    ByteBuffer buffer =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(vector);
    return new BytesRef(buffer.array());
  }

  /**
   * Each value as a signed byte, the largest of them as 127 or -127. The length of the vector is
   * lost.
   */
  public static BytesRef toCompactBytes(float[] vector) {
    float largest = largest(vector);
    byte[] bytes = new byte[vector.length];
    for (int i = 0; largest > 0 && i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(vector[i] / largest * Byte.MAX_VALUE);
    }
    return new BytesRef(bytes);
  }

  /** Whether a vector of so many values was made compact. */
  public static boolean areCompact(BytesRef bytes, int dimension) {
    return bytes.length == dimension;
  }

  /** A vector from its bytes; if they are compact ones, of unit length. */
  public static float[] fromBytes(BytesRef bytes, int dimension) {
    if (areCompact(bytes, dimension)) {
      float[] vector = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        vector[i] = bytes.bytes[bytes.offset + i];
      }
      return unit(vector);
    }
    return fromWholeBytes(bytes);
  }

  /**
   * Each value in 16 bits, the largest of them as 32,767 or -32,767. The length of the vector is
   * lost.
   */
  public static short[] toShorts(float[] vector) {
    float largest = largest(vector);
    short[] shorts = new short[vector.length];
    for (int i = 0; largest > 0 && i < shorts.length; i++) {
      shorts[i] = (short) Math.round(vector[i] / largest * Short.MAX_VALUE);
    }
    return shorts;
  }

  /** A vector of unit length. */
  public static float[] fromShorts(short[] shorts) {
    long square = 0;
    for (short value : shorts) {
      square += value * value;
    }
    double scale = square == 0 ? 0 : 1 / Math.sqrt(square);
    float[] vector = new float[shorts.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (shorts[i] * scale);
    }
    return vector;
  }

  private static float largest(float[] vector) {
    float largest = 0;
    for (float value : vector) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** A vector from its bytes, a float32 each. */
  public static float[] fromWholeBytes(BytesRef bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(vector);
    return vector;
  }
}
