package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Graph;
import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;

/** A segment's graph, read when it is first needed: most openings never search. */
final class LazyGraph implements Closeable {
  private final IndexInput file;
  private final int nodes;
  private Graph graph;

  /**
   * @param file the graph file and nothing else
   * @param nodes codes that it must be of
   */
  LazyGraph(IndexInput file, int nodes) {
    this.file = file;
    this.nodes = nodes;
  }

  /**
   * The graph; valid while this is open.
   *
   * @throws CorruptIndexException if it is damaged or not of as many codes
   */
  synchronized Graph get() throws IOException {
    if (graph == null) {
      graph = read();
    }
    return graph;
  }

  /**
   * Reads it to see whether it is whole, and keeps nothing.
   *
   * @throws CorruptIndexException if it is not
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
