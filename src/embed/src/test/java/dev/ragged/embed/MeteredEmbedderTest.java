package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredEmbedderTest {

  @Test
  void should_count_texts_and_time_and_report_progress() {
    List<Integer> reports = new ArrayList<>();
    Slow slow = new Slow();
    MeteredEmbedder metered = new MeteredEmbedder(slow, reports::add);
    assertEquals(70, metered.embed(Collections.nCopies(70, "a")).size());
    metered.embedQuery("a question");
    assertEquals(List.of(32, 32, 6), reports);
    assertEquals(70, metered.texts());
    assertEquals(0, metered.unread());
    metered.embed(List.of("a", Slow.UNREAD, Slow.UNREAD));
    assertEquals(2, metered.unread());
    assertTrue(metered.nanos() >= 30_000_000, metered.nanos() + " ns");
    assertEquals(slow.identity(), metered.identity());
    assertThrows(IllegalStateException.class, () -> metered.embed(List.of("fail")));
    assertEquals(73, metered.texts());
    metered.close();
    assertTrue(slow.closed);
  }

  /** Takes 10 ms a call. */
  private static final class Slow implements Embedder {
    static final String UNREAD = "unread";
    boolean closed;

    @Override
    public boolean reads(String text) {
      return !text.equals(UNREAD);
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (texts.contains("fail")) {
        throw new IllegalStateException();
      }
      try {
        Thread.sleep(11);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return texts.stream().map(text -> new float[] {1}).toList();
    }

    @Override
    public ModelIdentity identity() {
      return new ModelIdentity("slow", 1, "slow");
    }

    @Override
    public int maxTokens() {
      return 9;
    }

    @Override
    public Tokenizer tokenizer() {
      return text -> new int[0];
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
