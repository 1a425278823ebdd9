package dev.ragged.eval;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of one way to search: a mode of a backend, or a peer.
 *
 * @param name the mode in lower case, or the peer's name
 * @param peer whether it is a peer's
 */
public record LabelledRanking(String name, boolean peer, List<LabelledAnswer> answers) {
  public LabelledRanking {
    answers = List.copyOf(answers);
  }

  /** The same by another name. */
  LabelledRanking named(String other) {
    return new LabelledRanking(other, peer, answers);
  }

  /** The mean of each measure over the questions. */
  Map<LabelMeasure, Double> means() {
    Map<LabelMeasure, Double> means = new EnumMap<>(LabelMeasure.class);
    for (LabelMeasure measure : LabelMeasure.values()) {
      means.put(
          measure,
          answers.stream().mapToDouble(answer -> answer.value(measure)).average().orElse(0));
    }
    return means;
  }
}
