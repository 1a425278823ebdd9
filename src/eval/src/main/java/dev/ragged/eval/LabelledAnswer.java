package dev.ragged.eval;

import java.util.List;
import java.util.Map;

/**
 * How well a question was answered.
 *
 * @param question its id
 * @param hits ids of the first ten passages, best first
 */
public record LabelledAnswer(String question, List<String> hits, Map<LabelMeasure, Double> values) {
  public LabelledAnswer {
    hits = List.copyOf(hits);
    values = Map.copyOf(values);
  }

  double value(LabelMeasure measure) {
    return values.get(measure);
  }
}
