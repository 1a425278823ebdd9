package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CacheStats;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("random")
class VectorCacheTest {
  private static final int DIMENSION = 24;
  private static final int SEGMENT = 100;
  private static final long ENTRY = VectorCache.entryBytes(DIMENSION);

  private final Random random = new Random(Seeds.seed());
  private final Directory directory = new ByteBuffersDirectory();
  private DirectoryReader reader;

  @BeforeEach
  void open() throws IOException {
    addSegment();
    addSegment();
    reader = DirectoryReader.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    directory.close();
  }

  private void addSegment() throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < SEGMENT; i++) {
        writer.addDocument(new Document());
      }
    }
  }

  private LeafReaderContext leaf(int doc) {
    return Candidates.leaf(reader, doc);
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Vectors.unit(vector);
  }

  private float[] put(VectorCache cache, int doc) {
    return cache.put(leaf(doc), doc, vector());
  }

  private float[] get(VectorCache cache, int doc) {
    return cache.get(leaf(doc), doc);
  }

  @Test
  void should_give_what_was_put_as_it_was_said_to_come() {
    VectorCache cache = new VectorCache(1 << 20);
    for (int doc = 0; doc < 2 * SEGMENT; doc++) {
      assertNull(get(cache, doc));
      float[] vector = vector();
      float[] rounded = cache.put(leaf(doc), doc, vector);
      assertArrayEquals(rounded, get(cache, doc));
      assertArrayEquals(rounded, cache.rounded(vector));
      assertArrayEquals(vector, rounded, 1e-4f);
      assertTrue(Vectors.isUnit(rounded));
      rounded[0] = 7;
      assertFalse(get(cache, doc)[0] == 7, "the caller's own");
    }
    assertEquals(
        new CacheStats(400, 200, 200, 200 * ENTRY, 1 << 20), cache.stats(), "hits and misses");
  }

  @Test
  void should_let_those_go_that_were_not_used_for_longest() {
    VectorCache cache = new VectorCache(10 * ENTRY + ENTRY / 2);
    for (int doc = 95; doc < 105; doc++) {
      assertEquals(105 - doc, cache.room(DIMENSION));
      put(cache, doc);
    }
    assertEquals(0, cache.room(DIMENSION));
    assertNotNull(get(cache, 95));
    put(cache, 96); // again
    put(cache, 5);
    put(cache, 6);
    assertTrue(cache.has(leaf(95), 95) && cache.has(leaf(96), 96), "used of late");
    assertFalse(cache.has(leaf(97), 97) || cache.has(leaf(98), 98));
    assertTrue(cache.has(leaf(99), 99) && cache.has(leaf(5), 5) && cache.has(leaf(6), 6));
    assertEquals(10, cache.stats().entries());
    assertEquals(10 * ENTRY, cache.stats().bytes());
  }

  @Test
  void should_hold_nothing_beyond_its_budget() {
    VectorCache small = new VectorCache(ENTRY - 1);
    put(small, 1);
    assertEquals(new CacheStats(0, 0, 0, 0, ENTRY - 1), small.stats());
    float[] vector = vector();
    assertSame(vector, VectorCache.NONE.put(leaf(1), 1, vector), "as it is");
    assertSame(vector, VectorCache.NONE.rounded(vector));
    assertNull(get(VectorCache.NONE, 1));
    assertEquals(CacheStats.NONE, VectorCache.NONE.stats());
  }

  @Test
  void should_forget_a_segment_that_is_gone() throws IOException {
    VectorCache cache = new VectorCache(1 << 20);
    put(cache, 5);
    put(cache, SEGMENT + 5);
    addSegment();
    DirectoryReader next = DirectoryReader.openIfChanged(reader);
    cache.put(Candidates.leaf(next, 2 * SEGMENT), 2 * SEGMENT, vector());
    reader.close();
    assertEquals(3, cache.stats().entries(), "the new reader has the same segments");
    reader = next;
    assertNotNull(get(cache, 5));
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.forceMerge(1);
    }
    reader = DirectoryReader.openIfChanged(next);
    assertEquals(3, cache.stats().entries(), "still read by the other one");
    next.close();
    assertEquals(0, cache.stats().entries());
    assertEquals(0, cache.stats().bytes());
    assertNull(get(cache, 5));
    put(cache, 5);
    assertEquals(1, cache.stats().entries());
  }

  @Test
  void should_keep_count_when_several_threads_use_it() throws Exception {
    VectorCache cache = new VectorCache(50 * ENTRY);
    List<float[]> vectors = new ArrayList<>();
    for (int doc = 0; doc < 2 * SEGMENT; doc++) {
      vectors.add(vector());
    }
    int rounds = 20_000;
    Callable<Integer> use =
        () -> {
          Random own = new Random(Seeds.seed());
          int asked = 0;
          for (int i = 0; i < rounds; i++) {
            int doc = own.nextInt(2 * SEGMENT);
            float[] found = get(cache, doc);
            asked++;
            if (found == null) {
              cache.put(leaf(doc), doc, vectors.get(doc));
            } else {
              assertArrayEquals(cache.rounded(vectors.get(doc)), found);
            }
            assertTrue(cache.stats().bytes() <= 50 * ENTRY);
          }
          return asked;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Integer> done : threads.invokeAll(List.of(use, use, use, use))) {
        assertEquals(rounds, done.get());
      }
    } finally {
      threads.shutdownNow();
    }
    CacheStats stats = cache.stats();
    assertEquals(4 * rounds, stats.hits() + stats.misses());
    assertEquals(50, stats.entries());
    assertEquals(50 * ENTRY, stats.bytes());
    reader.close();
    assertEquals(0, cache.stats().bytes());
  }
}
