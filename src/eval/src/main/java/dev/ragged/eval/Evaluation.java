package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Asks contenders the same questions and compares their answers with exact search. Each question
 * goes to all of them in turn, so that other load on the machine slows all alike.
 */
public final class Evaluation {
  /** How many places of a ranking the metrics of labelled data sets look at. */
  private static final int CUTOFF = 10;

  private final EmbeddedSet set;
  private final Embedder model;
  private final int k;
  private final Progress progress;
  private final ExactSearch exact;
  private final List<Running> running = new ArrayList<>();
  private final List<Report.Absent> absent = new ArrayList<>();

  /** A variant and its answers. */
  private static final class Row {
    final Contender.Variant variant;
    final List<Contender.Answer> answers = new ArrayList<>();

    /** At least {@link #CUTOFF} places each, where labels need them. */
    final List<List<Integer>> rankings = new ArrayList<>();

    Row(Contender.Variant variant) {
      this.variant = variant;
    }
  }

  private record Running(Contender contender, double indexSeconds, List<Row> rows) {}

  private Evaluation(EmbeddedSet set, Embedder model, int k, Progress progress) {
    this.set = set;
    this.model = model;
    this.k = k;
    this.progress = progress;
    this.exact = new ExactSearch(set.vectors());
  }

  /**
   * Measures all contenders. One that fails is closed and listed as absent.
   *
   * @param contenders closed on return
   * @param model embeds the questions again, to time that
   * @param k hits per question
   * @param absent those that could not be set up
   */
  public static Report run(
      EmbeddedSet set,
      Embedder model,
      List<Contender> contenders,
      int k,
      List<Report.Absent> absent,
      Progress progress) {
    Evaluation evaluation = new Evaluation(set, model, k, progress);
    evaluation.absent.addAll(absent);
    try {
      contenders.forEach(evaluation::index);
      evaluation.ask();
      List<Result> results = evaluation.results();
      return Report.of(set, model.identity(), k, results, evaluation.absent);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private void index(Contender contender) {
    progress.at("indexing in " + contender.name(), 0, 0);
    try {
      double seconds = contender.index(set.data().passages(), set.vectors());
      List<Row> rows = contender.variants().stream().map(Row::new).toList();
      // Warms up: the first answer of a process is slow.
      for (Row row : rows) {
        row.variant.search().run(query(set.data().questions().size() - 1), k);
      }
      running.add(new Running(contender, seconds, rows));
    } catch (IOException | RaggedException e) {
      failed(contender, e);
    }
  }

  private void failed(Contender contender, Exception e) {
    contender.close();
    absent.add(new Report.Absent(contender.name(), String.valueOf(e.getMessage())));
  }

  private Contender.Query query(int question) {
    String text = set.data().questions().get(question).text();
    long start = System.nanoTime();
    model.embedQuery(text);
    double millis = (System.nanoTime() - start) / 1e6;
    return new Contender.Query(text, set.questionVectors().get(question), millis);
  }

  private void ask() {
    List<DataSet.Question> questions = set.data().questions();
    for (int i = 0; i < questions.size(); i++) {
      Contender.Query query = query(i);
      for (Running one : List.copyOf(running)) {
        if (i >= one.contender.maxQuestions()) {
          continue;
        }
        try {
          for (Row row : one.rows) {
            ask(row, query);
          }
        } catch (IOException | RaggedException e) {
          running.remove(one);
          failed(one.contender, e);
        }
      }
      progress.at("asking", i + 1, questions.size());
    }
  }

  private void ask(Row row, Contender.Query query) throws IOException {
    Contender.Answer answer = row.variant.search().run(query, k);
    row.answers.add(answer);
    boolean needsMore = set.data().labelled() && k < CUTOFF;
    row.rankings.add(needsMore ? row.variant.search().run(query, CUTOFF).ids() : answer.ids());
  }

  private List<Result> results() {
    List<Result> results = new ArrayList<>();
    for (Running one : running) {
      try {
        Contender.Footprint footprint = one.contender.finish();
        one.rows.forEach(row -> results.add(result(one, row, footprint)));
      } catch (IOException | RaggedException e) {
        failed(one.contender, e);
      }
    }
    return results;
  }

  private Result result(Running one, Row row, Contender.Footprint footprint) {
    return new Result(
        row.variant.name(),
        one.contender.version(),
        row.answers.size(),
        IntStream.range(0, row.answers.size()).mapToDouble(i -> recall(row, i)).average().orElse(0),
        labels(row),
        spread(row, Contender.Answer::recomputed),
        new Result.Millis(
            spread(row, Contender.Answer::embedMillis),
            spread(row, Contender.Answer::scanMillis),
            spread(row, Contender.Answer::recomputeMillis),
            spread(row, Contender.Answer::totalMillis)),
        one.indexSeconds,
        footprint);
  }

  private double recall(Row row, int question) {
    float[] vector = set.questionVectors().get(question);
    double[] found =
        row.answers.get(question).ids().stream()
            .distinct()
            .limit(k)
            .mapToDouble(id -> exact.score(vector, id))
            .toArray();
    return ExactSearch.recall(exact.topScores(vector, k), found);
  }

  private Result.Labels labels(Row row) {
    if (!set.data().labelled()) {
      return null;
    }
    double[] sums = new double[3];
    for (int i = 0; i < row.rankings.size(); i++) {
      var relevant = set.data().questions().get(i).relevant();
      List<Integer> ranking = row.rankings.get(i);
      sums[0] += Metrics.ndcg(ranking, relevant, CUTOFF);
      sums[1] += Metrics.reciprocalRank(ranking, relevant, CUTOFF);
      sums[2] += Metrics.precision(row.answers.get(i).ids(), relevant, k);
    }
    int n = row.rankings.size();
    return new Result.Labels(sums[0] / n, sums[1] / n, sums[2] / n);
  }

  private static Spread spread(Row row, ToDoubleFunction<Contender.Answer> of) {
    return Spread.of(row.answers.stream().mapToDouble(of).toArray());
  }
}
