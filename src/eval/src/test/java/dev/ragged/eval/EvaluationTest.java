package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final DataSet DATA = SyntheticSet.of(60, 12, 1);

  @TempDir Path dir;

  private final FakeModel model = new FakeModel("fake");

  /** Finds the nearest passages, except the first few, which it misses. */
  private static final class FakeContender implements Contender {
    private final String name;
    private final int missed;
    private List<float[]> vectors;
    int maxQuestions = Integer.MAX_VALUE;
    int failAt = Integer.MAX_VALUE;
    boolean closed;
    final List<String> asked = new ArrayList<>();

    FakeContender(String name, int missed) {
      this.name = name;
      this.missed = missed;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String version() {
      return name + " 1.0";
    }

    @Override
    public double index(List<String> passages, List<float[]> given) {
      if (failAt < 0) {
        throw new RaggedException("It is missing.");
      }
      vectors = given;
      return 1.5;
    }

    @Override
    public List<Variant> variants() {
      return List.of(new Variant(name, this::search));
    }

    private Answer search(Query query, int k) throws IOException {
      if (asked.size() >= failAt) {
        throw new IOException("It has died.");
      }
      asked.add(query.text());
      ExactSearch exact = new ExactSearch(vectors);
      List<Integer> ids =
          IntStream.range(0, vectors.size())
              .boxed()
              .sorted(Comparator.comparing(i -> -exact.score(query.vector(), i)))
              .skip(missed)
              .limit(k)
              .toList();
      return new Answer(ids, 5, 1, 2, 3, 6);
    }

    @Override
    public int maxQuestions() {
      return maxQuestions;
    }

    @Override
    public Footprint finish() {
      return new Footprint(Map.of("vectors", 600L, "text", 1_200L), 7, "some");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Report run(DataSet data, Contender... contenders) {
    EmbeddedSet set = EmbeddedSet.of(data, model, dir.resolve("vectors"), Progress.NONE);
    return Evaluation.run(set, model, List.of(contenders), 3, List.of(), Progress.NONE);
  }

  @Test
  void should_compare_with_exact_search() {
    Report report =
        run(DATA, new FakeContender("all", 0), new FakeContender("without the best", 1));
    assertEquals(1, report.results().get(0).recall(), 1e-9);
    assertEquals(2 / 3.0, report.results().get(1).recall(), 1e-9);
    Result result = report.results().get(0);
    assertEquals(12, result.questions());
    assertEquals(new Spread(5, 5, 5, 5), result.recomputed());
    assertEquals(new Spread(6, 6, 6, 6), result.millis().total());
    assertEquals(1.5, result.indexSeconds());
    assertEquals(1_800, result.footprint().total());
  }

  @Test
  void should_score_by_labels_where_there_are_any() {
    // Random vectors carry no relevance, so the labels are made from what is found.
    EmbeddedSet set = EmbeddedSet.of(DATA, model, dir.resolve("vectors"), Progress.NONE);
    ExactSearch exact = new ExactSearch(set.vectors());
    List<DataSet.Question> labelled = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      float[] vector = set.questionVectors().get(i);
      int second =
          IntStream.range(0, 60)
              .boxed()
              .sorted(Comparator.comparing(p -> -exact.score(vector, p)))
              .toList()
              .get(1);
      labelled.add(new DataSet.Question(DATA.questions().get(i).text(), Map.of(second, 1)));
    }
    Report report = run(new DataSet("x", DATA.passages(), labelled), new FakeContender("all", 0));
    Result.Labels labels = report.results().get(0).labels();
    assertEquals(1 / (Math.log(3) / Math.log(2)), labels.ndcg(), 1e-9);
    assertEquals(0.5, labels.reciprocalRank(), 1e-9);
    assertEquals(1 / 3.0, labels.precision(), 1e-9);

    List<DataSet.Question> unlabelled =
        DATA.questions().stream().map(q -> new DataSet.Question(q.text(), Map.of())).toList();
    assertNull(
        run(new DataSet("x", DATA.passages(), unlabelled), new FakeContender("all", 0))
            .results()
            .get(0)
            .labels());
  }

  @Test
  void should_continue_without_contenders_that_fail() {
    FakeContender absent = new FakeContender("absent", 0);
    absent.failAt = -1;
    FakeContender dying = new FakeContender("dying", 0);
    dying.failAt = 5;
    FakeContender sound = new FakeContender("sound", 0);
    Report report = run(DATA, absent, dying, sound);
    assertEquals(List.of("sound"), report.results().stream().map(Result::name).toList());
    assertEquals(
        List.of(
            new Report.Absent("absent", "It is missing."),
            new Report.Absent("dying", "It has died.")),
        report.absent());
    assertTrue(absent.closed && dying.closed && sound.closed);
  }

  @Test
  void should_ask_slow_contenders_fewer_questions() {
    FakeContender slow = new FakeContender("slow", 0);
    slow.maxQuestions = 4;
    Report report = run(DATA, slow, new FakeContender("fast", 0));
    assertEquals(4, report.results().get(0).questions());
    assertEquals(12, report.results().get(1).questions());
    assertTrue(String.join("\n", MarkdownReport.of(report)).contains("| slow (4) |"));
  }
}
