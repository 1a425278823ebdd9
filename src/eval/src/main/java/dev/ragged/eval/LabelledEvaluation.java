package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Asks the questions of a labelled set, and judges the rankings by the labels. */
public final class LabelledEvaluation {
  /** How many hits are judged. */
  private static final int JUDGED = 10;

  private static final int DEEP = 100;
  private static final int SHOWN = 3;

  private final LabelledSet set;
  private final EmbeddedSet embedded;
  private final int[] sources;
  private final int from;
  private final int to;
  private final boolean deep;
  private final Progress progress;

  private LabelledEvaluation(
      LabelledSet set, EmbeddedSet embedded, int from, int to, boolean deep, Progress progress) {
    this.set = set;
    this.embedded = embedded;
    this.sources = set.sources();
    this.from = from;
    this.to = to;
    this.deep = deep;
    this.progress = progress;
  }

  /**
   * Judges.
   *
   * @param embedded the set with its vectors
   * @param from the first question to ask
   * @param to one more than the last
   * @param deep whether to ask for a hundred passages, too, which takes longest
   * @param own asked in all its variants; its failure ends this
   * @param peers asked too; one that fails is listed as absent
   * @param absent those that could not be set up
   */
  public static LabelledReport run(
      LabelledSet set,
      EmbeddedSet embedded,
      int from,
      int to,
      boolean deep,
      Contender own,
      List<Contender> peers,
      List<Report.Absent> absent,
      Progress progress) {
    LabelledEvaluation evaluation = new LabelledEvaluation(set, embedded, from, to, deep, progress);
    List<Report.Absent> missing = new ArrayList<>(absent);
    try {
      List<LabelledRanking> rankings = new ArrayList<>(evaluation.rankings(own, false));
      for (Contender peer : peers) {
        try {
          rankings.addAll(evaluation.rankings(peer, true));
        } catch (IOException | RaggedException e) {
          missing.add(new Report.Absent(peer.name(), String.valueOf(e.getMessage())));
        }
      }
      return LabelledReport.of(
          set.data().name(), set.data().passages().size(), to - from, rankings, missing);
    } catch (IOException e) {
      throw new RaggedException(own.name() + " failed: " + e.getMessage() + ".", e);
    } finally {
      own.close();
      peers.forEach(Contender::close);
    }
  }

  private List<LabelledRanking> rankings(Contender contender, boolean peer) throws IOException {
    progress.at("indexing in " + contender.name(), 0, 0);
    contender.index(set.data().passages(), embedded.vectors());
    List<LabelledRanking> rankings = new ArrayList<>();
    for (Contender.Variant variant : contender.variants()) {
      List<LabelledAnswer> answers = new ArrayList<>();
      for (int i = from; i < to; i++) {
        answers.add(answer(variant.search(), i));
        progress.at("asking by " + variant.name(), i + 1L - from, to - from);
      }
      rankings.add(new LabelledRanking(variant.name(), peer, answers));
    }
    contender.close();
    return rankings;
  }

  private LabelledAnswer answer(Contender.Search search, int question) throws IOException {
    DataSet.Question asked = set.data().questions().get(question);
    Map<Integer, Integer> relevant = asked.relevant();
    Contender.Query query =
        new Contender.Query(asked.text(), embedded.questionVectors().get(question), 0);
    int source = sources[question];
    // One more, where one may have to be left out.
    int more = source < 0 ? 0 : 1;
    Contender.Answer judged = search.run(query, JUDGED + more);
    List<Integer> ranking = without(source, judged.ids(), JUDGED);
    Map<LabelMeasure, Double> values = new EnumMap<>(LabelMeasure.class);
    values.put(LabelMeasure.NDCG_10, Metrics.ndcg(ranking, relevant, JUDGED));
    values.put(LabelMeasure.RECALL_10, Metrics.recall(ranking, relevant, JUDGED));
    values.put(
        LabelMeasure.RECALL_100,
        deep
            ? Metrics.recall(
                without(source, search.run(query, DEEP + more).ids(), DEEP), relevant, DEEP)
            : Double.NaN);
    values.put(LabelMeasure.MRR_10, Metrics.reciprocalRank(ranking, relevant, JUDGED));
    values.put(LabelMeasure.HIT_1, Metrics.hit(ranking, relevant, 1));
    values.put(LabelMeasure.HIT_3, Metrics.hit(ranking, relevant, SHOWN));
    values.put(LabelMeasure.RECOMPUTED, (double) judged.recomputed());
    values.put(LabelMeasure.RECOMPUTED_3, (double) search.run(query, SHOWN + more).recomputed());
    return new LabelledAnswer(
        set.questionIds().get(question),
        ranking.stream().map(set.passageIds()::get).toList(),
        values);
  }

  private static List<Integer> without(int source, List<Integer> ids, int k) {
    return ids.stream().filter(id -> id != source).limit(k).toList();
  }
}
