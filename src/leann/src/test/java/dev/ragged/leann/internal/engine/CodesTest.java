package dev.ragged.leann.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;

class CodesTest {
  private static final int DIMENSION = 4;
  private static final long SEED = 3;

  private final Random random = new Random(SEED);

  /**
   * With so few dimensions and bits that many codes are equal, and with them their scores. One
   * thread scans 40,000 codes with bounds where the processor has them, three threads without.
   */
  @Test
  void should_find_the_same_by_any_number_of_threads() throws IOException {
    for (int size : new int[] {0, 1, 63, 64, 65, 1_000, 40_000}) {
      try (Directory directory = new ByteBuffersDirectory();
          Coder coder = Coder.blind(DIMENSION, 2, SEED)) {
        write(directory, coder, size);
        FixedBitSet some = new FixedBitSet(size + 10);
        for (int row = 0; row < size; row++) {
          if (random.nextInt(5) > 0) {
            some.set(row);
          }
        }
        try (IndexInput in = directory.openInput("codes", IOContext.DEFAULT);
            Codes codes = Codes.read(coder, in, size);
            CoderQuery query = coder.query(vector())) {
          for (int threads : new int[] {2, 3, 16, 100}) {
            requireSame(codes, query, null, threads);
            requireSame(codes, query, some, threads);
          }
        }
      }
    }
  }

  private static void requireSame(Codes codes, CoderQuery query, FixedBitSet accept, int threads) {
    ScanResult one = codes.scan(query, accept, 20, 1);
    ScanResult many = codes.scan(query, accept, 20, threads);
    String what = codes.size() + " codes, " + threads + " threads, seed " + SEED;
    assertArrayEquals(one.ids(), many.ids(), what);
    assertArrayEquals(one.scores(), many.scores(), what);
    assertEquals(one.scored(), many.scored(), what);
    long accepted = accept == null ? codes.size() : accept.cardinality();
    assertEquals(Math.min(20, accepted), one.size(), what);
  }

  private void write(Directory directory, Coder coder, int size) throws IOException {
    try (IndexOutput out = directory.createOutput("codes", IOContext.DEFAULT)) {
      byte[] code = new byte[coder.codeBytes()];
      for (int row = 0; row < size; row++) {
        coder.encode(vector(), code);
        out.writeBytes(code, code.length);
      }
    }
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    return vector;
  }
}
