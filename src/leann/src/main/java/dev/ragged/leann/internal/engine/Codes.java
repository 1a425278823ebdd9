package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
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
  /** Rows that are worth a thread of their own: some tenths of a millisecond's work. */
  private static final int LEAST_ROWS = 1 << 16;

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
   * The codes nearest to a query, best first, ties by lower row. Many codes are scanned by several
   * threads, with the same result.
   *
   * @param accept rows to consider, with at least {@link #size()} bits, or null for all
   * @param top maximum number of results, at least 1
   */
  public ScanResult scan(CoderQuery query, FixedBitSet accept, int top) {
    int threads = Runtime.getRuntime().availableProcessors();
    return scan(query, accept, top, Math.min(threads, size / LEAST_ROWS));
  }

  ScanResult scan(CoderQuery query, FixedBitSet accept, int top, int threads) {
    int words = FixedBitSet.bits2words(size);
    int parts = Math.max(1, Math.min(threads, words));
    try (LongPointer accepted = accept == null ? null : new LongPointer(accept.getBits())) {
      List<ScanResult> found =
          IntStream.range(0, parts)
              .parallel()
              .mapToObj(
                  i -> scan(query, accepted, top, row(words, i, parts), row(words, i + 1, parts)))
              .toList();
      return ScanResult.best(found, top, accept == null ? size : accept.cardinality());
    }
  }

  /** Where a part begins: with a word of the accepted rows. */
  private int row(int words, int part, int parts) {
    return (int) Math.min(size, (long) words * part / parts * Long.SIZE);
  }

  /**
   * @param from the first row, a multiple of the bits of a word
   * @param to the row after the last
   */
  private ScanResult scan(CoderQuery query, LongPointer accept, int top, int from, int to) {
    int limit = Math.min(top, Math.max(1, to - from));
    try (IntPointer ids = new IntPointer((long) limit);
        FloatPointer scores = new FloatPointer((long) limit);
        IntPointer count = new IntPointer(1L)) {
      LongPointer words =
          accept == null ? null : new LongPointer(accept).position(from / Long.SIZE);
      BytePointer codes = new BytePointer(address()).position((long) from * coder.codeBytes());
      Engine.check(
          Leann.leann_scan(query.handle(), codes, to - from, words, limit, ids, scores, count));
      ScanResult found = new ScanResult(new int[count.get()], new float[count.get()], to - from);
      ids.get(found.ids());
      scores.get(found.scores());
      for (int i = 0; i < found.size(); i++) {
        found.ids()[i] += from;
      }
      return found;
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
