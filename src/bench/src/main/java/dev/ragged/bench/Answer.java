package dev.ragged.bench;

import dev.ragged.peers.PythonLeannProcess;
import java.util.List;

/**
 * What one question cost and found.
 *
 * @param millis from question to passages
 * @param bareMillis what embedding the same passages again took in a bare loop; NaN if unknown
 * @param recomputed passages embedded
 * @param ids best first
 */
record Answer(double millis, double bareMillis, int recomputed, List<String> ids) {

  static Answer of(PythonLeannProcess.Answer answer) {
    return new Answer(answer.millis(), Double.NaN, answer.recomputed(), answer.ids());
  }
}
