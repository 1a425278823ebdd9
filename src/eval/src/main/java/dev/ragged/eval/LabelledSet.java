package dev.ragged.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set in which people have judged which passages answer which question, with the ids that
 * they gave.
 *
 * @param passageIds one per passage
 * @param questionIds one per question
 */
public record LabelledSet(DataSet data, List<String> passageIds, List<String> questionIds) {
  public LabelledSet {
    passageIds = List.copyOf(passageIds);
    questionIds = List.copyOf(questionIds);
  }

  /**
   * For each question the passage that it was taken from, or -1: in some sets a question is itself
   * a passage, of the same id, and finding it is no achievement. BEIR leaves such a passage out of
   * every ranking ({@code ignore_identical_ids}). So does this, unless the labels say that it
   * answers the question: then the two only happen to have the same number.
   */
  int[] sources() {
    Map<String, Integer> numbers = new HashMap<>();
    passageIds.forEach(id -> numbers.put(id, numbers.size()));
    int[] sources = new int[questionIds.size()];
    for (int i = 0; i < sources.length; i++) {
      int same = numbers.getOrDefault(questionIds.get(i), -1);
      sources[i] = data.questions().get(i).relevant().containsKey(same) ? -1 : same;
    }
    return sources;
  }
}
