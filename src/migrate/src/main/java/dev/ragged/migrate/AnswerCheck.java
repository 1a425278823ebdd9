package dev.ragged.migrate;

import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.SearchRequest;
import dev.ragged.VectorCollection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Asks both sides for the passages nearest to stored vectors, and compares the answers.
 *
 * <p>A hit of the target counts as common if the source found it too, or if the source's own
 * vectors place it as near as the source's last hit. So equal scores are interchangeable, and an
 * approximate search of the source does not make a better target look worse.
 */
final class AnswerCheck {
  /** The number of nearest passages compared. */
  static final int TOP = 10;

  /**
   * Far above the default, so that hits a search misses by design do not count as differences: it
   * falls a few points short of its target on texts unlike those the coder was trained on.
   */
  private static final double RECALL_TARGET = 0.999;

  private static final double TIE = 1e-6;

  /** How far a score may be off where {@link Agreement#SAME} holds. */
  private static final double MAX_SCORE_GAP = 1 - Agreement.SAME;

  /**
   * The outcome.
   *
   * @param overlap mean share of answers in common
   * @param found share of the passages that the target found by their own vectors
   */
  record Result(int questions, double overlap, double found) {}

  private final VectorCollection source;
  private final VectorCollection target;
  private final Metric metric;
  private final boolean ownVectors;

  /**
   * @param metric of the source
   * @param ownVectors whether to ask each side with its own vector of a passage, since they differ
   */
  AnswerCheck(VectorCollection source, VectorCollection target, Metric metric, boolean ownVectors) {
    this.source = source;
    this.target = target;
    this.metric = metric;
    this.ownVectors = ownVectors;
  }

  /**
   * @param ids the passages whose vectors to search for
   * @param checkpoint receives the number of questions asked so far; throws to stop
   */
  Result run(List<String> ids, IntConsumer checkpoint) {
    int questions = 0;
    double overlap = 0;
    int found = 0;
    for (String id : ids) {
      checkpoint.accept(questions);
      float[] asked = source.embeddings(List.of(id)).get(0);
      float[] own = ownVectors ? target.embeddings(List.of(id)).get(0) : asked;
      if (asked == null || own == null) {
        continue; // deleted since
      }
      List<Hit> expected = search(source, asked);
      List<Hit> answered = search(target, own);
      questions++;
      overlap += overlap(asked, expected, answered);
      found += isFound(id, answered) ? 1 : 0;
    }
    checkpoint.accept(questions);
    return questions == 0
        ? new Result(0, 1, 1)
        : new Result(questions, overlap / questions, (double) found / questions);
  }

  private static List<Hit> search(VectorCollection collection, float[] vector) {
    return collection
        .search(SearchRequest.vector(vector).withK(TOP).withRecallTarget(RECALL_TARGET))
        .hits();
  }

  private double overlap(float[] asked, List<Hit> expected, List<Hit> answered) {
    if (expected.isEmpty()) {
      return answered.isEmpty() ? 1 : 0;
    }
    Set<String> ids = new HashSet<>();
    expected.forEach(hit -> ids.add(hit.id()));
    double last = expected.get(expected.size() - 1).score();
    List<String> others = answered.stream().map(Hit::id).filter(id -> !ids.contains(id)).toList();
    Map<String, float[]> vectors = Passages.vectors(source, others);
    long common = answered.size() - others.size();
    common +=
        vectors.values().stream()
            .filter(v -> Geometry.score(metric, asked, v) >= last - TIE * Math.max(1, -last))
            .count();
    return Math.min(1, (double) common / expected.size());
  }

  /**
   * Whether a passage was found. Copies may crowd it out; then even the last hit is as near as it.
   */
  private static boolean isFound(String id, List<Hit> answered) {
    return answered.stream().anyMatch(hit -> hit.id().equals(id))
        || answered.size() == TOP
            && answered.get(0).score() - answered.get(TOP - 1).score() <= MAX_SCORE_GAP;
  }
}
