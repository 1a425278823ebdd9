package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.engine.Graph;
import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.store.IndexOutput;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes the codes of one field, then an optional graph over them. For a graph, the codes are also
 * kept in memory outside the heap, since a file cannot be read while it is being written.
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
   * @param maxCodes upper bound of the number of codes
   * @param degree degree of the graph, or 0 for none
   */
  CodesOutput(IndexOutput out, Coder coder, int maxCodes, int degree) {
    this.out = out;
    this.coder = coder;
    this.degree = degree;
    this.start = out.getFilePointer();
    this.kept =
        degree == 0 ? null : new BytePointer(Math.max(1, (long) maxCodes * coder.codeBytes()));
  }

  /** Appends the code at an offset. */
  void add(byte[] codes, int offset) throws IOException {
    int width = coder.codeBytes();
    out.writeBytes(codes, offset, width);
    if (kept != null) {
      kept.position((long) count * width).put(codes, offset, width);
    }
    count++;
  }

  /** Ends the codes and writes the graph. */
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
