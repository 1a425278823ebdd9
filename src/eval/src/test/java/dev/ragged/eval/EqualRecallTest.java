package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualRecallTest {
  private static final int QUESTIONS = 10;
  private static final int K = 4;
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path dir;

  private EmbeddedSet set;

  @BeforeEach
  void embed() {
    DataSet data = SyntheticSet.of(40, QUESTIONS, 1);
    set = EmbeddedSet.of(data, new FakeModel("fake"), dir, Progress.NONE);
  }

  /** Its efforts find 1, 2, 3, ... of the k nearest passages. */
  private static class GradedContender implements Contender {
    private final int efforts;
    final List<String> asked = new ArrayList<>();
    double millis = 10;
    double embedMillis = 8;
    int maxQuestions = Integer.MAX_VALUE;
    boolean opposite;
    boolean closed;
    UnaryOperator<Answer> told = UnaryOperator.identity();
    private List<float[]> vectors;

    GradedContender(int efforts) {
      this.efforts = efforts;
    }

    @Override
    public String name() {
      return "graded";
    }

    @Override
    public String version() {
      return "graded 1.0";
    }

    @Override
    public double index(List<String> passages, List<float[]> given) {
      vectors = given;
      return 1.5;
    }

    @Override
    public List<Variant> variants() {
      return efforts();
    }

    @Override
    public List<Variant> efforts() {
      return IntStream.rangeClosed(1, efforts)
          .mapToObj(n -> new Variant("finds " + n, (query, k) -> search(query, n)))
          .toList();
    }

    /** One that embeds questions itself. */
    @Override
    public float[] questionVector(Query query) {
      float[] vector = query.vector().clone();
      for (int i = 0; i < vector.length; i++) {
        vector[i] = opposite ? -vector[i] : vector[i];
      }
      return vector;
    }

    private Answer search(Query query, int n) {
      asked.add(n + " " + query.text());
      ExactSearch exact = new ExactSearch(vectors);
      float[] vector = questionVector(query);
      List<Integer> ids =
          IntStream.range(0, vectors.size())
              .boxed()
              .sorted(Comparator.comparing(i -> -exact.score(vector, i)))
              .limit(n)
              .toList();
      return told.apply(new Answer(ids, n, embedMillis, 0, 0, embedMillis + millis));
    }

    @Override
    public int maxQuestions() {
      return maxQuestions;
    }

    @Override
    public Footprint finish() {
      return new Footprint(Map.of("vectors", 800L, "text", 400L), -1, "in process");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private EqualRecallResult measure(GradedContender contender, Runnable timing) throws IOException {
    return measure(contender, timing, LONG);
  }

  private EqualRecallResult measure(GradedContender contender, Runnable timing, Duration limit)
      throws IOException {
    return new EqualRecall(set, Collections.nCopies(QUESTIONS, 3.0), K, limit)
        .measure(contender, List.of(0.5, 0.75), timing);
  }

  @Test
  void should_take_the_least_effort_that_reaches_each_recall() throws IOException {
    GradedContender contender = new GradedContender(4);
    EqualRecallResult result = measure(contender, () -> {});
    EqualRecallResult.Point half = result.points().get(0);
    assertEquals("finds 2", half.setting());
    assertEquals(0.5, half.recall(), 1e-9);
    assertTrue(half.reached());
    assertEquals(2, half.recomputed());
    assertEquals(QUESTIONS, half.questions());
    assertEquals(QUESTIONS, half.timed());
    assertEquals(10, half.searchMillis(), 1e-9);
    assertEquals(13, half.answerMillis(), 1e-9, "3 to embed a question, as for all");
    assertEquals("finds 3", result.points().get(1).setting());
    assertFalse(contender.asked.stream().anyMatch(asked -> asked.startsWith("4")), "enough at 3");
    assertTrue(contender.closed);

    assertEquals(1.5, result.indexSeconds());
    assertEquals(20, result.vectorBytes());
    assertEquals(30, result.totalBytes());
    assertEquals(77, result.withMemory(77, "process").footprint().memoryBytes());
  }

  @Test
  void should_take_the_whole_time_of_one_that_does_not_tell_how_long_it_embeds()
      throws IOException {
    GradedContender contender = new GradedContender(4);
    double nan = Double.NaN;
    contender.told =
        all -> new Contender.Answer(all.ids(), all.recomputed(), nan, nan, nan, all.totalMillis());
    EqualRecallResult.Point half = measure(contender, () -> {}).points().get(0);
    assertTrue(Double.isNaN(half.searchMillis()));
    assertEquals(18, half.answerMillis(), 1e-9);
  }

  @Test
  void should_report_the_most_that_was_found() throws IOException {
    EqualRecallResult result = measure(new GradedContender(2), () -> {});
    assertTrue(result.points().get(0).reached());
    EqualRecallResult.Point point = result.points().get(1);
    assertFalse(point.reached());
    assertEquals("finds 2", point.setting());
    assertEquals(0.5, point.recall(), 1e-9);
  }

  @Test
  void should_judge_by_the_vectors_that_a_contender_makes_of_questions() throws IOException {
    GradedContender contender = new GradedContender(4);
    contender.opposite = true;
    assertEquals(0.75, measure(contender, () -> {}).points().get(1).recall(), 1e-9);
  }

  @Test
  void should_time_answers_after_the_signal_and_each_setting_once() throws IOException {
    GradedContender contender = new GradedContender(4);
    List<String> before = new ArrayList<>();
    measure(contender, () -> before.addAll(contender.asked));
    // Three efforts, and a question to warm up.
    assertEquals(3 * QUESTIONS + 1, before.size());
    assertEquals(before.size() + 2 * EqualRecall.ROUNDS * QUESTIONS, contender.asked.size());

    GradedContender one = new GradedContender(1);
    measure(one, one.asked::clear);
    assertEquals(EqualRecall.ROUNDS * QUESTIONS, one.asked.size(), "one setting for both recalls");
  }

  @Test
  void should_time_the_last_round_since_the_first_ones_warm_up() throws IOException {
    GradedContender contender = new GradedContender(1);
    contender.told =
        answer -> {
          contender.millis *= 0.99; // each takes a little less than the one before
          return answer;
        };
    double searchMillis = measure(contender, () -> {}).points().get(0).searchMillis();
    assertTrue(searchMillis < 10 * Math.pow(0.99, (EqualRecall.ROUNDS - 1) * QUESTIONS));
  }

  @Test
  void should_not_ask_again_what_took_long() throws IOException {
    GradedContender slow = new GradedContender(4);
    slow.maxQuestions = 3;
    slow.millis = LONG.toMillis();
    EqualRecallResult result = measure(slow, slow.asked::clear);
    assertEquals(List.of(), slow.asked);
    assertEquals(3, result.points().get(0).timed());
    assertEquals(LONG.toMillis(), result.points().get(0).searchMillis(), 1e-9);

    GradedContender stopped = new GradedContender(4);
    result = measure(stopped, stopped.asked::clear, Duration.ofNanos(1));
    assertEquals(QUESTIONS, result.points().get(0).timed(), "the first answers took longer");
  }
}
