package dev.ragged.leann.internal.search;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;

/**
 * The vectors that searches of a store recomputed most recently. A segment's documents never
 * change, so a vector stays valid as long as its segment exists.
 *
 * <p>Safe for use by several threads.
 */
public final class VectorCache {
  public static final VectorCache NONE = new VectorCache(0);

  private record Key(Object segment, int doc) {}

  private final int capacity;
  private final Map<Key, float[]> vectors;

  public VectorCache(int capacity) {
    this.capacity = capacity;
    this.vectors =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, float[]> eldest) {
            return size() > capacity;
          }
        };
  }

  private static Key key(LeafReaderContext leaf, int doc) {
    return new Key(leaf.reader().getCoreCacheHelper().getKey(), doc - leaf.docBase);
  }

  /** The vector of a document of the whole index, or null; the caller must not change it. */
  synchronized float[] get(LeafReaderContext leaf, int doc) {
    return capacity == 0 ? null : vectors.get(key(leaf, doc));
  }

  synchronized void put(LeafReaderContext leaf, int doc, float[] vector) {
    if (capacity > 0) {
      vectors.put(key(leaf, doc), vector);
    }
  }
}
