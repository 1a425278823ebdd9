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
 * A proximity graph (HNSW). Immutable and safe for use by several threads. Freed once it and all
 * walks over it are closed.
 */
public final class Graph implements AutoCloseable {
  /** Candidates from which a node of a graph over codes selects its neighbours (efConstruction). */
  private static final int CODED_COMPLEXITY = 200;

  /**
   * Minimum number of nearest codes that a search tracks (ef): scoring more costs microseconds,
   * missing one costs recall.
   */
  private static final int MIN_COMPLEXITY = 512;

  private final LeannGraph handle;
  private int walks;
  private boolean closed;

  private Graph(LeannGraph handle) {
    this.handle = handle;
  }

  /**
   * Reads an index file of the Python package LEANN.
   *
   * @throws IllegalArgumentException if it is damaged or of another type
   */
  public static Graph readUpstream(byte[] file) {
    Engine.require();
    LeannGraph out = new LeannGraph();
    Engine.check(Leann.leann_graph_read_upstream(file, file.length, out));
    return new Graph(out);
  }

  /**
   * Builds a graph; the result does not depend on the number of processors.
   *
   * @param vectors n x dimension values, row by row; of unit length for cosine
   * @param metric {@link Metric#DOT_PRODUCT} or {@link Metric#EUCLIDEAN}
   * @param degree maximum number of neighbours of a node (M), twice as many on the lowest level
   * @param complexity candidates from which a node selects its neighbours (efConstruction)
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
   * Builds a graph over codes, node i for code i, for {@link #search}; the result does not depend
   * on the number of processors.
   *
   * @param codes n codes, one after the other
   * @param degree maximum number of neighbours of a node on each level; hubs keep twice as many on
   *     the lowest
   */
  public static Graph build(Coder coder, BytePointer codes, int n, int degree) {
    LeannGraph out = new LeannGraph();
    Engine.check(
        Leann.leann_graph_build_coded(
            coder.handle(), codes, n, degree, CODED_COMPLEXITY, degree, 0, 0, out));
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

  /** The graph file without vectors, about a byte per edge. */
  public byte[] toBytes() {
    LeannGraph graph = handle();
    return Engine.file(
        (buffer, capacity, size) -> Leann.leann_graph_save(graph, buffer, capacity, size));
  }

  /** The index file of the Python package LEANN, compact and without vectors. */
  public byte[] writeUpstream() {
    LeannGraph graph = handle();
    return Engine.file(
        (buffer, capacity, size) ->
            Leann.leann_graph_write_upstream(graph, buffer, capacity, size));
  }

  private synchronized LeannGraph handle() {
    if (closed) {
      throw new IllegalStateException("The graph is closed.");
    }
    return handle;
  }

  /** The number of nodes, which are numbered from 0. */
  public int count() {
    return Leann.leann_graph_count(handle());
  }

  public int dimension() {
    return Leann.leann_graph_dimension(handle());
  }

  /** {@link Metric#DOT_PRODUCT} or {@link Metric#EUCLIDEAN}. */
  public Metric metric() {
    return Leann.leann_graph_metric(handle()) == Leann.LEANN_L2
        ? Metric.EUCLIDEAN
        : Metric.DOT_PRODUCT;
  }

  /** Whether it stores the nodes' vectors, so that none need to be recomputed. */
  public boolean hasVectors() {
    return Leann.leann_graph_has_vectors(handle()) == 1;
  }

  /** The vectors of some nodes, row by row. */
  public float[] vectors(int[] nodes) {
    float[] vectors = new float[nodes.length * dimension()];
    Engine.check(Leann.leann_graph_vectors(handle(), nodes, nodes.length, vectors));
    return vectors;
  }

  /** The nodes with the most incoming edges, which walks meet most often. */
  public int[] hubs(int limit) {
    int[] nodes = new int[Math.min(limit, count())];
    Engine.check(Leann.leann_graph_hubs(handle(), nodes.length, nodes));
    return nodes;
  }

  /**
   * The codes nearest to a query, best first: nearly the result of {@link Codes#scan}, scoring
   * fewer.
   *
   * @param codes the codes that the graph was built from
   * @param accept rows to consider, at least {@link Codes#size()} bits, or null for all
   * @param top maximum number of results, at least 1
   */
  public ScanResult search(Codes codes, CoderQuery query, FixedBitSet accept, int top) {
    int limit = Math.min(top, Math.max(1, codes.size()));
    int complexity = Math.max(MIN_COMPLEXITY, 2 * limit);
    try (IntPointer ids = new IntPointer((long) limit);
        FloatPointer scores = new FloatPointer((long) limit);
        IntPointer found = new IntPointer(1L);
        LongPointer scored = new LongPointer(1L);
        LongPointer words = accept == null ? null : new LongPointer(accept.getBits())) {
      Engine.check(
          Leann.leann_graph_search(
              handle(),
              query.handle(),
              codes.address(),
              codes.size(),
              words,
              limit,
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
   * @param query of unit length if the graph's vectors are
   * @param complexity how many of the nearest nodes to track (ef)
   * @param batch maximum number of vectors to request at a time; 1 searches exactly as faiss does
   */
  public synchronized Walk walk(float[] query, int k, int complexity, int batch) {
    Walk walk = new Walk(this, handle(), query, k, complexity, batch);
    walks++;
    return walk;
  }

  /** Called by each walk once, when it closes. */
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
