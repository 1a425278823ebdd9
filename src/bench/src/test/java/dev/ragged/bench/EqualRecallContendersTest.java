package dev.ragged.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.bench.EqualRecallContenders.Entry;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.EqualRecall;
import dev.ragged.eval.EqualRecallResult;
import dev.ragged.eval.Progress;
import dev.ragged.eval.SyntheticSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The points of our curve, on a few made-up passages with the bundled model. */
class EqualRecallContendersTest {
  private static final int QUESTIONS = 4;

  @TempDir Path dir;

  private OnnxEmbedder model;
  private EmbeddedSet set;

  @BeforeEach
  void embed() {
    model = OnnxEmbedder.bundled();
    set = EmbeddedSet.of(SyntheticSet.of(60, QUESTIONS, 1), model, dir, Progress.NONE);
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void should_measure_each_of_our_points() throws IOException {
    assertEquals(
        EqualRecallPoint.OURS.size(),
        EqualRecallPoint.OURS.stream()
            .map(EqualRecallPoint::name)
            .collect(Collectors.toSet())
            .size());
    for (EqualRecallPoint point : EqualRecallPoint.OURS) {
      SwitchedModel switched = new SwitchedModel(model, set);
      EqualRecallContenders contenders =
          new EqualRecallContenders(dir.resolve(point.name()), switched);
      EqualRecallResult result =
          new EqualRecall(set, Collections.nCopies(QUESTIONS, 1.0), 3, Duration.ofMinutes(1))
              .measure(
                  contenders.contender(new Entry(EqualRecallContenders.OURS, point.name(), "")),
                  List.of(0.95),
                  switched::make);
      assertEquals(point.name(), result.name());
      assertTrue(result.points().get(0).reached(), result.toString());
      boolean kept = "fastest".equals(point.settings().get("leann.bytes_per_vector"));
      double recomputed = result.points().get(0).recomputed();
      assertTrue(
          kept ? recomputed == 0 : recomputed > 0 || result.vectorBytes() > 100, "" + result);
      assertTrue(result.vectorBytes() >= (kept ? 384 : 10), result.toString());
      assertTrue(result.totalBytes() > result.vectorBytes(), result.toString());
    }
  }

  @Test
  void should_make_vectors_only_once_told() {
    List<String> texts = List.of(set.data().passages().get(0));
    float[] other = new float[model.identity().dimension()];
    EmbeddedSet wrong =
        new EmbeddedSet(
            set.data(),
            Collections.nCopies(set.vectors().size(), other),
            set.questionVectors(),
            0,
            false);
    SwitchedModel switched = new SwitchedModel(model, wrong);
    assertArrayEquals(other, switched.embed(texts).get(0));
    switched.make();
    assertArrayEquals(set.vectors().get(0), switched.embed(texts).get(0));
  }

  @Test
  void should_write_an_entry_as_a_line() {
    Entry entry = new Entry("faiss", "faiss HNSW", "");
    assertEquals(entry, Entry.of(entry.line()));
    assertEquals("a\tb\tno package here", new Entry("a", "b", "no package\n here").line());
  }
}
