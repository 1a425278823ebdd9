package dev.ragged.faults;

import java.nio.file.Path;
import java.util.Random;

/**
 * What a kind is to try.
 *
 * @param work a folder of its own, empty
 * @param seed decides everything that is random
 * @param faults about how many faults to try
 * @param only the one case to try, as a counter-example named it, or the scenario whose cases to
 *     try, or null for all
 */
record Plan(Path work, long seed, int faults, String only) {

  /** A generator for one part of the plan, so that parts do not depend on each other's draws. */
  Random random(Object part) {
    return new Random(seed * 31 + part.hashCode());
  }

  /** Whether to try a case; {@code *} stands for anything, and so does what follows a part. */
  boolean includes(String name) {
    return only == null || name.matches("\\Q" + only.replace("*", "\\E.*\\Q") + "\\E([:-].*)?");
  }

  /** Whether to try cases of a scenario. */
  boolean concerns(String scenario) {
    return only == null || only.equals(scenario) || only.startsWith(scenario + ":");
  }

  /** Whether it names one case of a scenario. */
  boolean isOneCase() {
    return only != null && only.indexOf(':') >= 0;
  }
}
