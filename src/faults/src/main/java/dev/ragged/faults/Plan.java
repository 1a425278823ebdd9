package dev.ragged.faults;

import java.nio.file.Path;
import java.util.Random;

/**
 * What a kind is to try.
 *
 * @param work a folder of its own, empty
 * @param seed decides everything that is random
 * @param faults about how many faults to try
 * @param only the one case to try, as a counter-example named it, or null for all
 */
record Plan(Path work, long seed, int faults, String only) {

  /** A generator for one part of the plan, so that parts do not depend on each other's draws. */
  Random random(Object part) {
    return new Random(seed * 31 + part.hashCode());
  }

  /** Whether to try a case; {@code *} stands for anything. */
  boolean includes(String name) {
    return only == null || name.matches("\\Q" + only.replace("*", "\\E.*\\Q") + "\\E");
  }
}
