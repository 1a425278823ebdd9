package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.FixedBitSet;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Codes of one coder in memory outside the heap, where the engine reads them. Several threads may
 * read; closing while another thread reads is an error of the caller, as with any index reader.
 */
public final class Codes implements AutoCloseable {
  private final Coder coder;
  private final int size;
  private BytePointer bytes;

  private Codes(Coder coder, BytePointer bytes, int size) {
    this.coder = coder;
    this.bytes = bytes;
    this.size = size;
  }

  /** Copies {@code size} codes from a file. The coder must outlive this. */
  public static Codes read(Coder coder, IndexInput in, int size) throws IOException {
    long length = (long) size * coder.codeBytes();
    BytePointer bytes = new BytePointer(Math.max(1, length));
    byte[] buffer = new byte[(int) Math.min(length, 1 << 16)];
    for (long at = 0; at < length; ) {
      int n = (int) Math.min(buffer.length, length - at);
      in.readBytes(buffer, 0, n);
      bytes.position(at).put(buffer, 0, n);
      at += n;
    }
    bytes.position(0);
    return new Codes(coder, bytes, size);
  }

  /** Number of codes. */
  public int size() {
    return size;
  }

  /** The bytes they take. */
  public long bytes() {
    return (long) size * coder.codeBytes();
  }

  BytePointer address() {
    if (bytes == null) {
      throw new IllegalStateException("The codes are closed.");
    }
    return bytes;
  }

  private BytePointer row(int row) {
    if (row < 0 || row >= size) {
      throw new IndexOutOfBoundsException("Code " + row + " of " + size);
    }
    return new BytePointer(address()).position((long) row * coder.codeBytes());
  }

  /** Copies a code. */
  public void read(int row, byte[] code) {
    row(row).get(code, 0, coder.codeBytes());
  }

  /** Decodes a code into {@code vector}, of the coder's dimension. */
  public void decode(int row, float[] vector) {
    byte[] code = new byte[coder.codeBytes()];
    read(row, code);
    coder.decode(code, vector);
  }

  /** The estimated cosine of a code. */
  public float score(CoderQuery query, int row) {
    try (IntPointer ids = new IntPointer(new int[] {row});
        FloatPointer scores = new FloatPointer(1)) {
      Engine.check(Leann.leann_score(query.handle(), address(), size, ids, 1, scores));
      return scores.get();
    }
  }

  /**
   * The codes nearest to a query, best first, ties by lower row.
   *
   * @param accept rows to consider, with at least {@link #size()} bits, or null for all
   * @param top maximum number of results, at least 1
   */
  public ScanResult scan(CoderQuery query, FixedBitSet accept, int top) {
    int limit = Math.min(top, Math.max(1, size));
    try (IntPointer ids = new IntPointer((long) limit);
        FloatPointer scores = new FloatPointer((long) limit);
        IntPointer found = new IntPointer(1L);
        LongPointer words = accept == null ? null : new LongPointer(accept.getBits())) {
      Engine.check(
          Leann.leann_scan(query.handle(), address(), size, words, limit, ids, scores, found));
      long scored = accept == null ? size : accept.cardinality();
      ScanResult result = new ScanResult(new int[found.get()], new float[found.get()], scored);
      ids.get(result.ids());
      scores.get(result.scores());
      return result;
    }
  }

  @Override
  public void close() {
    if (bytes != null) {
      bytes.close();
      bytes = null;
    }
  }
}
