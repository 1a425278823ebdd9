package dev.ragged.leann.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bindings reach the engine: what is computed is the business of the C++ tests. */
class LeannTest {
  private static final int N = 500;
  private static final int D = 24;

  @BeforeAll
  static void should_have_the_library() {
    assertTrue(NativeLibrary.isAvailable(), NativeLibrary::describe);
  }

  @Test
  void should_train_encode_save_load_and_scan() {
    float[] values = new float[N * D];
    Random random = new Random(42);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / (1 + i % D);
    }
    try (FloatPointer vectors = new FloatPointer(values);
        LeannCoder coder = new LeannCoder();
        LeannCoder loaded = new LeannCoder();
        LeannQuery query = new LeannQuery();
        LongPointer size = new LongPointer(1)) {
      succeed(Leann.leann_coder_train(vectors, N, D, 13, 1, coder));
      assertEquals(13, Leann.leann_coder_code_bytes(coder));

      succeed(Leann.leann_coder_save(coder, (BytePointer) null, 0, size));
      try (BytePointer file = new BytePointer(size.get())) {
        succeed(Leann.leann_coder_save(coder, file, size.get(), size));
        succeed(Leann.leann_coder_load(file, size.get(), loaded));
      }

      try (BytePointer codes = new BytePointer(13L * N);
          LongPointer accept = new LongPointer((N + 63) / 64);
          IntPointer ids = new IntPointer(3);
          FloatPointer scores = new FloatPointer(3);
          IntPointer found = new IntPointer(1)) {
        succeed(Leann.leann_encode(loaded, vectors, N, 2, codes));
        try (FloatPointer row = vectors.getPointer(FloatPointer.class, 7 * D)) {
          succeed(Leann.leann_query_create(loaded, row, query));
        }
        succeed(Leann.leann_scan(query, codes, N, (LongPointer) null, 3, ids, scores, found));
        assertEquals(3, found.get());
        assertEquals(7, ids.get(0));
        assertEquals(1, scores.get(0), 0.05);

        for (int i = 0; i < (N + 63) / 64; i++) {
          accept.put(i, -1);
        }
        accept.put(0, ~(1L << 7));
        succeed(Leann.leann_scan(query, codes, N, accept, 3, ids, scores, found));
        assertTrue(ids.get(0) != 7 && ids.get(1) != 7 && ids.get(2) != 7);
      } finally {
        Leann.leann_query_free(query);
        Leann.leann_coder_free(loaded);
        Leann.leann_coder_free(coder);
      }
    }
  }

  @Test
  void should_explain_a_failure_in_words() {
    try (FloatPointer vectors = new FloatPointer(1, Float.NaN);
        LeannCoder coder = new LeannCoder()) {
      succeed(Leann.leann_coder_blind(2, 4, 1, coder));
      try (BytePointer code = new BytePointer(2)) {
        assertEquals(Leann.LEANN_INVALID_ARGUMENT, Leann.leann_encode(coder, vectors, 1, 1, code));
        assertEquals(
            "vector 0 holds a NaN or an infinite value", Leann.leann_last_error().getString());
      } finally {
        Leann.leann_coder_free(coder);
      }
    }
  }

  private static void succeed(int status) {
    assertEquals(Leann.LEANN_OK, status, () -> Leann.leann_last_error().getString());
  }
}
