package dev.ragged.bench;

import dev.ragged.peers.PythonLeannProcess;
import java.util.List;

/**
 * The result and cost of one question.
 *
 * @param millis time from question to passages
 * @param bareMillis time to embed the same passages in a bare loop; NaN if unknown
 * @param recomputed number of passages embedded
 * @param ids best first
 */
record Answer(double millis, double bareMillis, int recomputed, List<String> ids) {

  static Answer of(PythonLeannProcess.Answer answer) {
    return new Answer(answer.millis(), Double.NaN, answer.recomputed(), answer.ids());
  }
}
