package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Graph;
import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;

/** A segment's graph, read when first needed: most readers never search. */
final class LazyGraph implements Closeable {
  private final IndexInput file;
  private final int nodes;
  private Graph graph;

  /**
   * @param file a slice with exactly the graph file
   * @param nodes expected number of nodes
   */
  LazyGraph(IndexInput file, int nodes) {
    this.file = file;
    this.nodes = nodes;
  }

  /**
   * The graph; valid while this is open.
   *
   * @throws CorruptIndexException if it is damaged or has another number of nodes
   */
  synchronized Graph get() throws IOException {
    if (graph == null) {
      graph = read();
    }
    return graph;
  }

  /**
   * Reads the graph to check it, and keeps nothing.
   *
   * @throws CorruptIndexException if it is damaged
   */
  void check() throws IOException {
    read().close();
  }

  private Graph read() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(file.length())];
    IndexInput in = file.clone();
    in.readBytes(bytes, 0, bytes.length);
    Graph read;
    try {
      read = Graph.load(bytes);
    } catch (IllegalArgumentException e) {
      throw new CorruptIndexException(e.getMessage(), file, e);
    }
    int count = read.count();
    if (count != nodes) {
      read.close();
      throw new CorruptIndexException(
          "A graph of " + count + " nodes for " + nodes + " codes", file);
    }
    return read;
  }

  @Override
  public synchronized void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
  }
}
