package dev.ragged.leann.upstream;

import dev.ragged.leann.internal.engine.Graph;
import java.util.HashMap;
import java.util.Map;

/**
 * The vectors of a graph's hubs, as far as walks have embedded them, within a budget of bytes. Hubs
 * are met by many walks (LEANN, arXiv 2506.08276), what one walk met last is not: a cache of a
 * tenth of 1,500 nodes spared 16 % of what is embedded with hubs in it, and 2 % with the nodes met
 * last. Safe for use by several threads.
 */
final class HubVectors {
  /** A map's entry, its key and the header of an array, about what a 64-bit JVM takes. */
  static final int ENTRY_BYTES = 72;

  /** Of each hub; null until it is known. */
  private final Map<Integer, float[]> vectors = new HashMap<>();

  /**
   * @param bytes the budget; 0 keeps nothing
   */
  HubVectors(Graph graph, long bytes) {
    long each = ENTRY_BYTES + (long) graph.dimension() * Float.BYTES;
    for (int hub : graph.hubs((int) Math.min(bytes / each, graph.count()))) {
      vectors.put(hub, null);
    }
  }

  /** A node's vector, not to be changed, or null. */
  synchronized float[] get(int node) {
    return vectors.get(node);
  }

  /** Keeps a vector that nobody changes any more, if it is a hub's. */
  synchronized void put(int node, float[] vector) {
    if (vectors.containsKey(node)) {
      vectors.put(node, vector);
    }
  }
}
