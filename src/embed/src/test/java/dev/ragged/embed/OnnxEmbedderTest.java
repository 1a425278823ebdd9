package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.ModelIdentity;
import dev.ragged.OperationInterruptedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {
  private static OnnxEmbedder embedder;

  @BeforeAll
  static void open() {
    embedder = OnnxEmbedder.bundled();
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void should_put_related_texts_nearer_than_unrelated_ones() {
    float[] question = embedder.embedQuery("How do I free memory in C?");
    List<float[]> v =
        embedder.embed(
            List.of(
                "free() deallocates the memory block that malloc() returned.",
                "The cake is baked for forty minutes at 180 degrees."));
    double near = dot(question, v.get(0));
    double far = dot(question, v.get(1));
    assertTrue(near > far + 0.3, near + " against " + far);
    assertEquals(1, dot(question, question), 1e-6);
    assertEquals(384, question.length);
  }

  @Test
  void should_end_when_the_calling_thread_is_interrupted() {
    List<String> texts = Collections.nCopies(50, "a text");
    Thread.currentThread().interrupt();
    assertThrows(OperationInterruptedException.class, () -> embedder.embed(texts));
    assertTrue(Thread.interrupted(), "the flag stays");
    assertEquals(50, embedder.embed(texts).size());
  }

  @Test
  void should_give_the_same_bits_alone_in_a_batch_and_concurrently() throws Exception {
    List<String> texts = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      texts.add(words(random, 1 + random.nextInt(120)));
    }
    List<float[]> batch = embedder.embed(texts);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[]>> alone = new ArrayList<>();
      for (int i : order) {
        alone.add(pool.submit(() -> embedder.embed(List.of(texts.get(i))).get(0)));
      }
      for (int j = 0; j < order.size(); j++) {
        assertArrayEquals(batch.get(order.get(j)), alone.get(j).get());
      }
    } finally {
      pool.shutdown();
    }
    assertArrayEquals(batch.get(3), embedder.embedQuery(texts.get(3)));
  }

  @Test
  void should_embed_a_long_passage_as_the_mean_of_its_windows() {
    // "word" is one token, so the windows are known.
    int max = embedder.maxTokens();
    assertEquals(510, max);
    String first = "alpha ".repeat(max).strip();
    String second = "table ".repeat(max).strip();
    String third = "river ".repeat(7).strip();
    List<float[]> parts = embedder.embed(List.of(first, second, third));
    float[] whole = embedder.embed(List.of(first + " " + second + " " + third)).get(0);
    float[] mean = new float[whole.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = parts.get(0)[i] + parts.get(1)[i] + parts.get(2)[i];
    }
    assertEquals(1, dot(UnitVectors.normalise(mean), whole), 1e-5);
    assertArrayEquals(
        embedder.embed(List.of(first)).get(0), embedder.embedQuery(first + " " + second));
  }

  @Test
  void should_embed_empty_and_odd_texts() {
    for (String text :
        List.of("", " ", "\n\t", "\uD83D", "a\u0000b", "\uD83D\uDE00", "[SEP] [CLS]")) {
      float[] v = embedder.embed(List.of(text)).get(0);
      assertEquals(1, dot(v, v), 1e-6, text);
    }
    assertEquals(List.of(), embedder.embed(List.of()));
  }

  @Test
  void should_give_token_ends_in_utf16_units() {
    String text = "Hello, w\u00f6rld \uD83D\uDE00 don't  stop\uD83D \u4f60\u597d";
    int[] ends = embedder.tokenizer().tokenEnds(text);
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      pieces.add(text.substring(from, end).strip());
      from = end;
    }
    assertEquals(
        List.of(
            "Hello",
            ",",
            "w\u00f6rld",
            "\uD83D\uDE00",
            "don",
            "'",
            "t",
            "stop",
            "\uD83D \u4f60",
            "\u597d"),
        pieces);
    assertEquals(2_000, embedder.tokenizer().tokenEnds("word ".repeat(2_000)).length);
    assertEquals(0, embedder.tokenizer().tokenEnds(" \n").length);
  }

  @Test
  void should_have_a_stable_identity_without_starting_the_model() {
    try (OnnxEmbedder other = OnnxEmbedder.bundled()) {
      ModelIdentity identity = other.identity();
      assertEquals(embedder.identity(), identity);
      assertEquals(
          new ModelIdentity(
              "all-MiniLM-L6-v2-q",
              384,
              "sha256:e077d02580d16ea5dcadac984f1ee2afd16abe0792042a2287840cab67157fa2"),
          identity,
          "collections on disk carry this fingerprint");
    }
  }

  @Test
  void should_refuse_use_after_close() {
    OnnxEmbedder other = OnnxEmbedder.bundled();
    var tokenizer = other.tokenizer();
    other.embed(List.of("one", "two", "three"));
    other.close();
    other.close();
    assertThrows(IllegalStateException.class, () -> other.embed(List.of("a")));
    assertThrows(IllegalStateException.class, () -> other.embedQuery("a"));
    assertThrows(IllegalStateException.class, () -> tokenizer.tokenEnds("a"));
    assertThrows(IllegalStateException.class, other::identity);
  }

  @Test
  void should_finish_calls_under_way_before_closing() throws Exception {
    OnnxEmbedder other = OnnxEmbedder.bundled();
    List<String> texts = Collections.nCopies(60, words(new Random(1), 60));
    other.embed(List.of("warm"));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<List<float[]>> running = pool.submit(() -> other.embed(texts));
      Thread.sleep(100);
      other.close();
      List<float[]> vectors = running.get();
      assertEquals(60, vectors.size());
      assertArrayEquals(vectors.get(0), vectors.get(59));
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void should_pass_on_a_failure_and_go_on_working() {
    List<String> texts = new ArrayList<>(Collections.nCopies(10, "fine"));
    texts.set(5, null);
    assertThrows(NullPointerException.class, () -> embedder.embed(texts));
    assertEquals(1, embedder.embed(List.of("fine")).size());
    assertNotEquals(0, embedder.parallelism());
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static String words(Random random, int count) {
    String[] some = {
      "kernel", "table", "index", "the", "of", "reads", "river", "unbelievably", ","
    };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(some[random.nextInt(some.length)]).append(' ');
    }
    return text.toString();
  }
}
