package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class MeteredEmbedderTest {

  @Test
  void should_count_texts_and_time_and_report_progress() {
    List<Integer> reports = new ArrayList<>();
    int[] expected = {70};
    Slow slow = new Slow();
    MeteredEmbedder metered =
        new MeteredEmbedder(
            slow,
            (passages, done, all) -> {
              assertEquals(expected[0], all);
              reports.add(passages);
              assertEquals(reports.stream().mapToInt(Integer::intValue).sum(), done);
            });
    assertEquals(70, metered.embed(Collections.nCopies(70, "a")).size());
    metered.embedQuery("a question");
    assertEquals(70, reports.stream().mapToInt(Integer::intValue).sum());
    assertEquals(1, reports.get(0), "the first step is short, however slow the machine");
    assertTrue(reports.size() > 3 && reports.size() < 70, reports::toString);
    assertEquals(70, metered.texts());
    assertEquals(0, metered.unread());
    reports.clear();
    expected[0] = 3;
    metered.embed(List.of("a", Slow.UNREAD, Slow.UNREAD));
    assertEquals(2, metered.unread());
    assertEquals(0, metered.reading(Slow.UNREAD));
    assertEquals(1, metered.reading("b"));
    assertEquals(3, metered.unread(), "not embedded, since it was asked before");
    assertTrue(metered.nanos() >= 30_000_000, metered.nanos() + " ns");
    assertEquals(slow.identity(), metered.identity());
    assertThrows(IllegalStateException.class, () -> metered.embed(List.of("fail")));
    assertEquals(73, metered.texts());
    metered.close();
    assertTrue(slow.closed);
  }

  @Test
  void should_keep_what_a_call_had_embedded_when_it_was_ended() {
    boolean[] stop = {true};
    MeteredEmbedder metered =
        new MeteredEmbedder(
            new Slow(),
            (passages, done, all) -> {
              if (stop[0]) {
                throw new CancellationException();
              }
            });
    List<String> texts = List.of("a", "b", "c");
    assertThrows(CancellationException.class, () -> metered.embed(texts));
    assertEquals(1, metered.texts());
    assertFalse(metered.lacks("a"));
    assertTrue(metered.lacks("b"));
    assertTrue(metered.lacks("c"));
    // What it has is answered without a report, which would end the call again.
    assertEquals(1, metered.embed(List.of("a")).size());
    assertEquals(1, metered.texts());
    assertThrows(CancellationException.class, () -> metered.embed(texts));
    stop[0] = false;
    List<float[]> vectors = metered.embed(List.of("b", "a", "c"));
    assertEquals(List.of(1f, 1f, 1f), vectors.stream().map(vector -> vector[0]).toList());
    assertEquals(4, metered.texts());
    assertFalse(metered.lacks("b"));
  }

  /** Takes 10 ms a call. */
  private static final class Slow implements Embedder {
    static final String UNREAD = "unread";
    boolean closed;

    @Override
    public double reading(String text) {
      return text.equals(UNREAD) ? 0 : 1;
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
