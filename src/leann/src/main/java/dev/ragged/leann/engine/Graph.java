package dev.ragged.leann.engine;

import dev.ragged.Metric;
import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.LeannGraph;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Who is near whom: a graph to be walked. Immutable and safe for use by several threads. It is
 * freed when it and all walks over it are closed.
 */
public final class Graph implements AutoCloseable {
  private final LeannGraph handle;
  private int walks;
  private boolean closed;

  private Graph(LeannGraph handle) {
    this.handle = handle;
  }

  /**
   * Reads an index file of the Python package LEANN.
   *
   * @throws IllegalArgumentException if it is damaged or of another kind
   */
  public static Graph readUpstream(byte[] file) {
    Engine.require();
    LeannGraph out = new LeannGraph();
    Engine.check(Leann.leann_graph_read_upstream(file, file.length, out));
    return new Graph(out);
  }

  /**
   * Builds a graph, the same whatever the number of processors.
   *
   * @param vectors n x dimension, row after row; for cosine of length 1
   * @param metric {@link Metric#DOT_PRODUCT} or {@link Metric#EUCLIDEAN}
   * @param degree neighbours of a node at most, twice as many on the lowest level
   * @param complexity candidates that each is chosen from
   */
  public static Graph build(
      float[] vectors, int dimension, Metric metric, int degree, int complexity, long seed) {
    Engine.require();
    LeannGraph out = new LeannGraph();
    try (FloatPointer rows = new FloatPointer(vectors)) {
      Engine.check(
          Leann.leann_graph_build(
              rows,
              vectors.length / dimension,
              dimension,
              metric == Metric.EUCLIDEAN ? Leann.LEANN_L2 : Leann.LEANN_INNER_PRODUCT,
              degree,
              complexity,
              seed,
              0,
              out));
    }
    return new Graph(out);
  }

  /** The index file of the Python package LEANN, compact and without vectors. */
  public byte[] writeUpstream() {
    try (LongPointer size = new LongPointer(1)) {
      Engine.check(Leann.leann_graph_write_upstream(open(), (BytePointer) null, 0, size));
      byte[] bytes = new byte[Math.toIntExact(size.get())];
      try (BytePointer buffer = new BytePointer(bytes.length)) {
        Engine.check(Leann.leann_graph_write_upstream(open(), buffer, bytes.length, size));
        buffer.get(bytes);
      }
      return bytes;
    }
  }

  private synchronized LeannGraph open() {
    if (closed) {
      throw new IllegalStateException("The graph is closed.");
    }
    return handle;
  }

  /** Nodes, numbered from 0. */
  public int count() {
    return Leann.leann_graph_count(open());
  }

  public int dimension() {
    return Leann.leann_graph_dimension(open());
  }

  /** {@link Metric#DOT_PRODUCT} or {@link Metric#EUCLIDEAN}. */
  public Metric metric() {
    return Leann.leann_graph_metric(open()) == Leann.LEANN_L2
        ? Metric.EUCLIDEAN
        : Metric.DOT_PRODUCT;
  }

  /** Whether it holds the nodes' vectors, so that none need be made again. */
  public boolean hasVectors() {
    return Leann.leann_graph_has_vectors(open()) == 1;
  }

  /** The vectors of some nodes, row after row. */
  public float[] vectors(int[] nodes) {
    float[] vectors = new float[nodes.length * dimension()];
    Engine.check(Leann.leann_graph_vectors(open(), nodes, nodes.length, vectors));
    return vectors;
  }

  /**
   * Begins a search.
   *
   * @param query as the graph's vectors are: of length 1 where those are
   * @param complexity how many of the nearest seen to search among
   */
  public synchronized Walk walk(float[] query, int k, int complexity) {
    Walk walk = new Walk(this, open(), query, k, complexity);
    walks++;
    return walk;
  }

  /** Called once by each walk when it is closed. */
  synchronized void walked() {
    walks--;
    freeIfUnused();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      freeIfUnused();
    }
  }

  private void freeIfUnused() {
    if (closed && walks == 0) {
      Leann.leann_graph_free(handle);
    }
  }
}
