package dev.ragged;

import java.util.List;

/**
 * What {@link VectorCollection#check()} found.
 *
 * @param verified what was read and found correct, one line each
 * @param problems what is wrong, one sentence each; empty if the collection is sound
 */
public record CheckReport(List<String> verified, List<String> problems) {
  /**
   * Checks what it is made of.
   *
   * @param verified as above
   * @param problems as above
   */
  public CheckReport {
    verified = List.copyOf(verified);
    problems = List.copyOf(problems);
  }

  /**
   * Whether nothing is wrong.
   *
   * @return false if there are problems
   */
  public boolean ok() {
    return problems.isEmpty();
  }
}
