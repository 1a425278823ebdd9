package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.engine.Graph;
import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.store.IndexOutput;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes the codes of one field, then a graph over them if there is to be one. Only then are they
 * kept in memory meanwhile, outside the heap: a file cannot be read while it is being written.
 */
final class CodesOutput implements Closeable {
  private final IndexOutput out;
  private final Coder coder;
  private final int degree;
  private final long start;
  private final BytePointer kept;
  private int count;
  private long graphStart;

  /**
   * @param most codes to come
   * @param degree of the graph, or 0 for none
   */
  CodesOutput(IndexOutput out, Coder coder, int most, int degree) {
    this.out = out;
    this.coder = coder;
    this.degree = degree;
    this.start = out.getFilePointer();
    this.kept = degree == 0 ? null : new BytePointer(Math.max(1, (long) most * coder.codeBytes()));
  }

  /** Appends the code that lies at an offset. */
  void add(byte[] codes, int offset) throws IOException {
    int width = coder.codeBytes();
    out.writeBytes(codes, offset, width);
    if (kept != null) {
      kept.position((long) count * width).put(codes, offset, width);
    }
    count++;
  }

  /** No more codes come. */
  void finish() throws IOException {
    graphStart = out.getFilePointer();
    if (kept != null) {
      try (Graph graph = Graph.build(coder, kept.position(0), count, degree)) {
        byte[] file = graph.toBytes();
        out.writeBytes(file, file.length);
      }
    }
  }

  long start() {
    return start;
  }

  long graphStart() {
    return graphStart;
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
  }
}
