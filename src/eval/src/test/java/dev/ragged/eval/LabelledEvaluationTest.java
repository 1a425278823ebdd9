package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelledEvaluationTest {
  /** Passages a to o; the first question is passage c, the third has the number of its answer. */
  private static final LabelledSet SET =
      new LabelledSet(
          new DataSet(
              "sets/letters",
              IntStream.range(0, 15).mapToObj(i -> "text " + i).toList(),
              List.of(
                  new DataSet.Question("first", Map.of(0, 1)),
                  new DataSet.Question("second", Map.of(1, 2, 12, 1)),
                  new DataSet.Question("third", Map.of(4, 1)))),
          IntStream.range(0, 15).mapToObj(i -> String.valueOf((char) ('a' + i))).toList(),
          List.of("c", "question", "e"));

  /** Finds passages in a given order, whatever the question. */
  private static final class Fixed implements Contender {
    private final String name;
    private final List<Integer> order;
    boolean fails;
    boolean closed;
    final List<String> asked = new ArrayList<>();

    Fixed(String name, Integer... order) {
      this.name = name;
      this.order = List.of(order);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public double index(List<String> passages, List<float[]> vectors) {
      if (fails) {
        throw new RaggedException("It is missing.");
      }
      assertEquals(15, passages.size());
      assertEquals(15, vectors.size());
      return 1;
    }

    @Override
    public List<Variant> variants() {
      return List.of(
          new Variant(
              name,
              (query, k) -> {
                asked.add(query.text() + " " + k);
                List<Integer> ids = order.stream().limit(k).toList();
                return new Answer(ids, k, 0, 0, 0, 0);
              }));
    }

    @Override
    public Footprint finish() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static LabelledReport run(int from, int to, boolean deep, Fixed own, Fixed... peers) {
    List<float[]> vectors = IntStream.range(0, 18).mapToObj(i -> new float[] {1}).toList();
    EmbeddedSet embedded =
        new EmbeddedSet(SET.data(), vectors.subList(0, 15), vectors.subList(15, 18), 0, false);
    return LabelledEvaluation.run(
        SET, embedded, from, to, deep, own, List.of(peers), List.of(), Progress.NONE);
  }

  private static final Integer[] IN_ORDER = {2, 1, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};

  @Test
  void should_leave_out_the_passage_that_a_question_is() {
    Fixed own = new Fixed("vector", IN_ORDER);
    LabelledReport report = run(0, 3, true, own);
    List<LabelledAnswer> answers = report.rankings().get(0).answers();
    assertEquals(List.of("b", "a", "d", "e", "f", "g", "h", "i", "j", "k"), answers.get(0).hits());
    assertEquals(0.5, answers.get(0).value(LabelMeasure.MRR_10), "c does not count");
    assertEquals(
        List.of("c", "b", "a", "d", "e", "f", "g", "h", "i", "j"),
        answers.get(1).hits(),
        "no passage has the id of the second question");
    assertEquals(
        0.2, answers.get(2).value(LabelMeasure.MRR_10), "e answers the third by its labels");
    assertEquals(
        List.of(
            "first 11",
            "first 101",
            "first 4",
            "second 10",
            "second 100",
            "second 3",
            "third 10",
            "third 100",
            "third 3"),
        own.asked);
  }

  @Test
  void should_measure_each_answer() {
    LabelledAnswer second =
        run(1, 2, true, new Fixed("vector", IN_ORDER)).rankings().get(0).answers().get(0);
    // Grades 0, 2 and, at rank 13, 1; the best order is 2, 1.
    double log3 = Math.log(3) / Math.log(2);
    assertEquals(2 / log3 / (2 + 1 / log3), second.value(LabelMeasure.NDCG_10), 1e-12);
    assertEquals(0.5, second.value(LabelMeasure.RECALL_10));
    assertEquals(1, second.value(LabelMeasure.RECALL_100));
    assertEquals(0.5, second.value(LabelMeasure.MRR_10));
    assertEquals(0, second.value(LabelMeasure.HIT_1));
    assertEquals(1, second.value(LabelMeasure.HIT_3));
    assertEquals(10, second.value(LabelMeasure.RECOMPUTED));
    assertEquals(3, second.value(LabelMeasure.RECOMPUTED_3));
  }

  @Test
  void should_ask_only_some_questions_and_not_for_a_hundred() {
    Fixed own = new Fixed("vector", IN_ORDER);
    LabelledReport report = run(2, 3, false, own);
    assertEquals(1, report.questions());
    assertEquals(List.of("third 10", "third 3"), own.asked);
    Map<?, ?> modes = (Map<?, ?>) report.json().get("modes");
    assertEquals(
        "{ndcg_10=0.3869, recall_10=1.0, recall_100=null, mrr_10=0.2, hit_1=0.0, hit_3=0.0,"
            + " recomputed=10.0, recomputed_3=3.0}",
        modes.get("vector").toString());
    assertTrue(LabelledMarkdown.rows(report).get(0).contains(" | 1.000 |  | 0.200 | "));
  }

  @Test
  void should_go_on_without_peers_that_fail_but_not_without_the_backend() {
    Fixed own = new Fixed("vector", IN_ORDER);
    Fixed sound = new Fixed("sound", 0, 1, 4);
    Fixed broken = new Fixed("broken");
    broken.fails = true;
    LabelledReport report = run(0, 3, false, own, broken, sound);
    assertEquals(List.of(new Report.Absent("broken", "It is missing.")), report.absent());
    assertEquals(
        List.of("vector", "sound"), report.rankings().stream().map(LabelledRanking::name).toList());
    assertEquals(1, report.comparisons().size());
    assertEquals("sound", report.comparisons().get(0).second());
    assertEquals("[sound]", ((Map<?, ?>) report.json().get("peers")).keySet().toString());
    assertTrue(own.closed && sound.closed && broken.closed);
    List<String> tail = LabelledMarkdown.tail(List.of(report));
    assertTrue(tail.contains("Absent from letters: broken: It is missing."), tail.toString());

    own.fails = true;
    assertThrows(RaggedException.class, () -> run(0, 3, false, own));
  }

  @Test
  void should_take_means_over_sets_that_all_have_a_ranking() {
    LabelledReport first = run(0, 1, false, new Fixed("vector", IN_ORDER), new Fixed("peer", 0));
    LabelledReport second = run(2, 3, false, new Fixed("vector", IN_ORDER));
    Map<?, ?> mean = (Map<?, ?>) LabelledReport.meanJson(List.of(first, second)).get("mean");
    assertEquals(2, mean.get("sets"));
    assertEquals(Map.of(), mean.get("peers"));
    Map<?, ?> vector = (Map<?, ?>) ((Map<?, ?>) mean.get("modes")).get("vector");
    assertEquals(0.35, (double) vector.get("mrr_10"), 1e-9);
    assertTrue(
        LabelledMarkdown.tail(List.of(first, second)).get(0).startsWith("| mean of 2 | vector |"));
  }
}
