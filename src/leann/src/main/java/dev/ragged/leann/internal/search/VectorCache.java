package dev.ragged.leann.internal.search;

import dev.ragged.CacheStats;
import dev.ragged.leann.internal.storage.Vectors;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.RamUsageEstimator;

/**
 * Vectors that were made from texts, within a budget of bytes; those that were not used for longest
 * go first. A segment's documents never change, so a vector stays valid as long as its segment is
 * open, and goes with it.
 *
 * <p>Vectors are rounded to 16 bits a value, see docs/decisions/memory-budget.md. So that no score
 * depends on what was asked before, those that the cache does not hold are to be rounded too.
 *
 * <p>Safe for use by several threads. A lock guards the map only; rounding is done outside it.
 */
public final class VectorCache {
  /** Holds nothing and rounds nothing. */
  public static final VectorCache NONE = new VectorCache(0);

  private record Key(IndexReader.CacheKey segment, int doc) {}

  private static final long BYTES_PER_ENTRY =
      RamUsageEstimator.LINKED_HASHTABLE_RAM_BYTES_PER_ENTRY
          + RamUsageEstimator.shallowSizeOfInstance(Key.class);

  private final long budget;
  private final Map<Key, short[]> vectors = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<IndexReader.CacheKey> segments = new HashSet<>();
  private long bytes;
  private long hits;
  private long misses;

  /**
   * @param budget bytes, at least 0
   */
  public VectorCache(long budget) {
    this.budget = budget;
  }

  private static Key key(LeafReaderContext leaf, int doc) {
    return new Key(leaf.reader().getCoreCacheHelper().getKey(), doc - leaf.docBase);
  }

  /** What an entry takes in memory, the map's part of it included. */
  static long entryBytes(int dimension) {
    return BYTES_PER_ENTRY + RamUsageEstimator.sizeOf(new short[dimension]);
  }

  /** The vector of a document of the whole index, or null. */
  float[] get(LeafReaderContext leaf, int doc) {
    if (budget == 0) {
      return null;
    }
    short[] found = find(key(leaf, doc));
    return found == null ? null : Vectors.fromShorts(found);
  }

  private synchronized short[] find(Key key) {
    short[] found = vectors.get(key);
    if (found == null) {
      misses++;
    } else {
      hits++;
    }
    return found;
  }

  /** A vector of unit length as it would come from the cache. */
  float[] rounded(float[] vector) {
    return budget == 0 ? vector : Vectors.fromShorts(Vectors.toShorts(vector));
  }

  /** Keeps a vector of unit length, and gives it as it will come from the cache. */
  float[] put(LeafReaderContext leaf, int doc, float[] vector) {
    if (budget == 0) {
      return vector;
    }
    short[] rounded = Vectors.toShorts(vector);
    long own = entryBytes(vector.length);
    if (own <= budget) {
      put(leaf.reader().getCoreCacheHelper(), key(leaf, doc), rounded, own);
    }
    return Vectors.fromShorts(rounded);
  }

  private synchronized void put(
      IndexReader.CacheHelper segment, Key key, short[] vector, long own) {
    if (segments.add(key.segment())) {
      segment.addClosedListener(this::forget);
    }
    if (vectors.put(key, vector) == null) {
      bytes += own;
    }
    Iterator<short[]> eldest = vectors.values().iterator();
    while (bytes > budget) {
      bytes -= entryBytes(eldest.next().length);
      eldest.remove();
    }
  }

  private synchronized void forget(IndexReader.CacheKey segment) {
    segments.remove(segment);
    vectors
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = entry.getKey().segment() == segment;
              bytes -= gone ? entryBytes(entry.getValue().length) : 0;
              return gone;
            });
  }

  /** Whether a document's vector is here; changes nothing. */
  synchronized boolean has(LeafReaderContext leaf, int doc) {
    return vectors.containsKey(key(leaf, doc));
  }

  /** How many more vectors fit without another having to go. */
  synchronized long room(int dimension) {
    return (budget - bytes) / entryBytes(dimension);
  }

  public synchronized CacheStats stats() {
    return new CacheStats(hits, misses, vectors.size(), bytes, budget);
  }
}
