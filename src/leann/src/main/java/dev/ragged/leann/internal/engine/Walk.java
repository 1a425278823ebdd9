package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.LeannGraph;
import dev.ragged.leann.natives.LeannWalk;
import java.util.Arrays;

/**
 * A search over a graph that pauses when it needs vectors and continues with them. Used by one
 * thread at a time.
 */
public final class Walk implements AutoCloseable {
  private final Graph graph;
  private final int dimension;
  private final int k;
  private LeannWalk handle;

  Walk(Graph graph, LeannGraph graphHandle, float[] query, int k, int complexity, int batch) {
    int dimension = graph.dimension();
    if (query.length != dimension) {
      throw new IllegalArgumentException(
          "The question's vector has " + query.length + " values, the graph's " + dimension + ".");
    }
    LeannWalk out = new LeannWalk();
    Engine.check(Leann.leann_walk_create(graphHandle, query, k, complexity, batch, out));
    this.graph = graph;
    this.dimension = dimension;
    this.k = k;
    this.handle = out;
  }

  private LeannWalk handle() {
    if (handle == null) {
      throw new IllegalStateException("The walk is closed.");
    }
    return handle;
  }

  /** The nodes whose vectors are needed to continue; empty when the search is done. */
  public int[] wanted() {
    int[] nodes = new int[Leann.leann_walk_wanted_count(handle())];
    if (nodes.length > 0) {
      Leann.leann_walk_wanted(handle()).get(nodes);
    }
    return nodes;
  }

  /**
   * Continues the search.
   *
   * @param vectors the vectors of the wanted nodes, row by row in their order
   */
  public void provide(float[] vectors) {
    int wanted = Leann.leann_walk_wanted_count(handle());
    if (vectors.length != wanted * dimension) {
      throw new IllegalArgumentException(
          "The walk needs "
              + wanted
              + " vectors of "
              + dimension
              + " values, got "
              + vectors.length
              + " values.");
    }
    Engine.check(Leann.leann_walk_provide(handle(), vectors));
  }

  /** The number of vectors requested so far. */
  public long recomputed() {
    return Leann.leann_walk_recomputed(handle());
  }

  /**
   * The result, best first.
   *
   * @throws IllegalArgumentException if the search is not done
   */
  public ScanResult found() {
    int[] nodes = new int[k];
    float[] scores = new float[k];
    int[] found = new int[1];
    Engine.check(Leann.leann_walk_found(handle(), nodes, scores, found));
    return new ScanResult(
        Arrays.copyOf(nodes, found[0]), Arrays.copyOf(scores, found[0]), recomputed());
  }

  @Override
  public void close() {
    if (handle != null) {
      Leann.leann_walk_free(handle);
      handle = null;
      graph.walked();
    }
  }
}
