package dev.ragged.eval;

import dev.ragged.eval.Contender.Answer;
import dev.ragged.eval.Contender.Query;
import dev.ragged.eval.Contender.Variant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the least effort at which a contender reaches a recall, and times its answers there. So
 * contenders are compared that find equally much, each at its own setting.
 */
public final class EqualRecall {
  /** How often the questions are asked to time the answers, if there is time. */
  static final int ROUNDS = 10;

  private final EmbeddedSet set;
  private final List<Double> embedMillis;
  private final int k;
  private final Duration limit;
  private final ExactSearch exact;

  /** The answers to the questions at one effort. */
  private record Pass(Variant effort, double recall, List<Answer> answers) {}

  /**
   * A comparison.
   *
   * @param embedMillis how long it takes to embed each question
   * @param k hits per question
   * @param limit how long to time the answers at one setting, not counting the one under way
   */
  public EqualRecall(EmbeddedSet set, List<Double> embedMillis, int k, Duration limit) {
    this.set = set;
    this.embedMillis = List.copyOf(embedMillis);
    this.k = k;
    this.limit = limit;
    this.exact = new ExactSearch(set.vectors());
  }

  /**
   * Measures a contender.
   *
   * @param contender closed on return
   * @param targets the recalls to reach, ascending
   * @param timing run before answers are timed; until then the contender may know vectors that it
   *     would otherwise make
   */
  public EqualRecallResult measure(Contender contender, List<Double> targets, Runnable timing)
      throws IOException {
    try (contender) {
      double seconds = contender.index(set.data().passages(), set.vectors());
      List<Pass> passes = passes(contender, targets.get(targets.size() - 1));
      timing.run();
      Map<Variant, List<Answer>> timed = new LinkedHashMap<>();
      List<EqualRecallResult.Point> points = new ArrayList<>();
      for (double target : targets) {
        Pass pass = choose(passes, target);
        if (!timed.containsKey(pass.effort())) {
          timed.put(pass.effort(), timed(contender, pass));
        }
        points.add(point(target, pass, timed.get(pass.effort())));
      }
      String version = contender.version();
      return new EqualRecallResult(
          contender.name(),
          version,
          set.data().passages().size(),
          seconds,
          contender.finish(),
          points);
    }
  }

  /** Asks with ever more effort until the recall is reached. */
  private List<Pass> passes(Contender contender, double target) throws IOException {
    List<double[]> truth = new ArrayList<>();
    List<Pass> passes = new ArrayList<>();
    List<Variant> efforts = contender.efforts();
    // Warms up: the first answer of a process is slow.
    efforts.get(0).search().run(query(questions(contender) - 1), k);
    for (Variant effort : efforts) {
      List<Answer> answers = new ArrayList<>();
      double sum = 0;
      for (int i = 0; i < questions(contender); i++) {
        Query query = query(i);
        Answer answer = effort.search().run(query, k);
        answers.add(answer);
        float[] vector = contender.questionVector(query);
        if (truth.size() == i) {
          truth.add(exact.topScores(vector, k));
        }
        sum += recall(vector, truth.get(i), answer);
      }
      Pass pass = new Pass(effort, sum / answers.size(), answers);
      passes.add(pass);
      if (pass.recall() >= target) {
        break;
      }
    }
    return passes;
  }

  private double recall(float[] vector, double[] truth, Answer answer) {
    double[] found =
        answer.ids().stream()
            .distinct()
            .limit(k)
            .mapToDouble(id -> exact.score(vector, id))
            .toArray();
    return ExactSearch.recall(truth, found);
  }

  /** The first pass that reached the recall, or else the one that came nearest. */
  private static Pass choose(List<Pass> passes, double target) {
    Pass best = passes.get(0);
    for (Pass pass : passes) {
      if (pass.recall() >= target) {
        return pass;
      }
      best = pass.recall() > best.recall() ? pass : best;
    }
    return best;
  }

  /**
   * Asks again and again, and returns the last whole round, when all is warm: a JVM compiles what
   * it has run thousands of times. What has taken long enough already is not asked again.
   */
  private List<Answer> timed(Contender contender, Pass pass) throws IOException {
    List<Answer> last = pass.answers();
    double spent = last.stream().mapToDouble(Answer::totalMillis).sum();
    long start = System.nanoTime();
    for (int round = 0; round < ROUNDS && spent < limit.toMillis(); round++) {
      List<Answer> answers = round(contender, pass.effort(), start);
      if (round == 0 || answers.size() == questions(contender)) {
        last = answers;
      }
      spent = (System.nanoTime() - start) / 1e6;
    }
    return last;
  }

  /** Answers to the questions, as many as there is time for; at least one. */
  private List<Answer> round(Contender contender, Variant effort, long start) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < questions(contender); i++) {
      answers.add(effort.search().run(query(i), k));
      if (System.nanoTime() - start > limit.toNanos()) {
        break;
      }
    }
    return answers;
  }

  private EqualRecallResult.Point point(double target, Pass pass, List<Answer> timed) {
    double[] search = new double[timed.size()];
    double[] answer = new double[timed.size()];
    for (int i = 0; i < search.length; i++) {
      double total = timed.get(i).totalMillis();
      search[i] = total - timed.get(i).embedMillis();
      // Embedding a question is the same work for all, so it takes the same time for all.
      answer[i] = Double.isNaN(search[i]) ? total : search[i] + embedMillis.get(i);
    }
    return new EqualRecallResult.Point(
        target,
        pass.recall() >= target,
        pass.effort().name(),
        pass.recall(),
        pass.answers().size(),
        pass.answers().stream().mapToInt(Answer::recomputed).average().orElse(0),
        timed.size(),
        Spread.of(search).p50(),
        Spread.of(answer).p50());
  }

  private int questions(Contender contender) {
    return Math.min(set.data().questions().size(), contender.maxQuestions());
  }

  private Query query(int question) {
    return new Query(
        set.data().questions().get(question).text(),
        set.questionVectors().get(question),
        embedMillis.get(question));
  }
}
