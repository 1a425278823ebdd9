package dev.ragged.eval;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Vectors as rows of little-endian floats, which numpy and the engine's benchmarks read directly.
 */
public final class FloatRows {
  private FloatRows() {}

  /** Writes rows of equal length. */
  public static void write(DataOutput out, List<float[]> rows) throws IOException {
    for (float[] row : rows) {
      ByteBuffer bytes = bytes(row.length);
      bytes.asFloatBuffer().put(row);
      out.write(bytes.array());
    }
  }

  /** Reads {@code count} rows of {@code dimension} floats. */
  public static List<float[]> read(DataInput in, int dimension, long count) throws IOException {
    List<float[]> rows = new ArrayList<>();
    ByteBuffer bytes = bytes(dimension);
    for (long i = 0; i < count; i++) {
      in.readFully(bytes.array());
      float[] row = new float[dimension];
      bytes.asFloatBuffer().get(row);
      rows.add(row);
    }
    return rows;
  }

  private static ByteBuffer bytes(int dimension) {
    return ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
