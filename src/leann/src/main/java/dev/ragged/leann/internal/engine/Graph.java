package dev.ragged.leann.internal.engine;

import dev.ragged.Metric;
import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.LeannGraph;
import org.apache.lucene.util.FixedBitSet;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Who is near whom: a graph to be walked. Immutable and safe for use by several threads. It is
 * freed when it and all walks over it are closed.
 */
public final class Graph implements AutoCloseable {
  /** Candidates that a node of a graph over codes chooses its neighbours from. */
  private static final int CODED_COMPLEXITY = 200;

  /**
   * Nearest codes that a search keeps in sight: scoring more costs microseconds, missing one costs
   * recall.
   */
  private static final int FEWEST_IN_SIGHT = 512;

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

  /**
   * Builds a graph over codes, node i for code i, to be searched by {@link #search}; the same
   * whatever the number of processors.
   *
   * @param codes n of them, one after the other
   * @param degree neighbours that a node keeps at most on each level; hubs keep twice as many on
   *     the lowest
   */
  public static Graph build(Coder coder, BytePointer codes, int n, int degree) {
    LeannGraph out = new LeannGraph();
    Engine.check(
        Leann.leann_graph_build_coded(
            coder.open(), codes, n, degree, CODED_COMPLEXITY, degree, 0, 0, out));
    return new Graph(out);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it is damaged, too old or too new
   */
  public static Graph load(byte[] file) {
    Engine.require();
    LeannGraph out = new LeannGraph();
    Engine.check(Leann.leann_graph_load(file, file.length, out));
    return new Graph(out);
  }

  /** The graph file, about a byte an edge; without vectors. */
  public byte[] toBytes() {
    LeannGraph graph = open();
    return Engine.file(
        (buffer, capacity, size) -> Leann.leann_graph_save(graph, buffer, capacity, size));
  }

  /** The index file of the Python package LEANN, compact and without vectors. */
  public byte[] writeUpstream() {
    LeannGraph graph = open();
    return Engine.file(
        (buffer, capacity, size) ->
            Leann.leann_graph_write_upstream(graph, buffer, capacity, size));
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

  /** The nodes that the graph names most often, and so walks meet most; at most so many. */
  public int[] hubs(int most) {
    int[] nodes = new int[Math.min(most, count())];
    Engine.check(Leann.leann_graph_hubs(open(), nodes.length, nodes));
    return nodes;
  }

  /**
   * The codes nearest to a query, best first: nearly those of {@link Codes#scan}, from fewer.
   *
   * @param codes those it was built of
   * @param accept rows to consider, at least {@link Codes#size()} bits, or null for all
   * @param top the most to return, at least 1
   */
  public ScanResult search(Codes codes, CoderQuery query, FixedBitSet accept, int top) {
    int most = Math.min(top, Math.max(1, codes.size()));
    int complexity = Math.max(FEWEST_IN_SIGHT, 2 * most);
    try (IntPointer ids = new IntPointer((long) most);
        FloatPointer scores = new FloatPointer((long) most);
        IntPointer found = new IntPointer(1L);
        LongPointer scored = new LongPointer(1L);
        LongPointer words = accept == null ? null : new LongPointer(accept.getBits())) {
      Engine.check(
          Leann.leann_graph_search(
              open(),
              query.open(),
              codes.open(),
              codes.size(),
              words,
              most,
              complexity,
              ids,
              scores,
              found,
              scored));
      ScanResult result =
          new ScanResult(new int[found.get()], new float[found.get()], scored.get());
      ids.get(result.ids());
      scores.get(result.scores());
      return result;
    }
  }

  /**
   * Begins a search.
   *
   * @param query as the graph's vectors are: of length 1 where those are
   * @param complexity how many of the nearest seen to search among
   * @param batch how many vectors to ask for at a time, if there is use for as many; 1 searches
   *     exactly as faiss does
   */
  public synchronized Walk walk(float[] query, int k, int complexity, int batch) {
    Walk walk = new Walk(this, open(), query, k, complexity, batch);
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
