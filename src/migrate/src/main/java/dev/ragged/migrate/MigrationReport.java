package dev.ragged.migrate;

import dev.ragged.StorageStats;

/**
 * What a migration did.
 *
 * @param plan what it set out to do; null if stopped while planning
 * @param copied passages written, including rewritten ones
 * @param unchanged passages already in the target from an earlier run
 * @param removed passages removed from the target because the source no longer had them
 * @param stopped whether it was cancelled; run again to resume
 * @param verification what was verified; null if stopped
 * @param target statistics of the target's collection; null if stopped
 * @param seconds time by phase
 */
public record MigrationReport(
    MigrationPlan plan,
    long copied,
    long unchanged,
    long removed,
    boolean stopped,
    Verification verification,
    StorageStats target,
    Seconds seconds) {

  /**
   * What is equal on both sides.
   *
   * @param count passages counted
   * @param ids passages found by id
   * @param text texts compared, except passages without text on both sides
   * @param metadata passages whose metadata was compared
   * @param vectors vectors compared, where both sides store them
   * @param questions number of stored vectors searched for on both sides
   * @param overlap the share of the target's ten nearest passages that are also among the source's
   *     ten nearest; 1 without questions
   */
  public record Verification(
      long count,
      long ids,
      long text,
      long metadata,
      long vectors,
      int questions,
      double overlap) {}

  /** Seconds by phase; {@code verify} covers {@link Phase#VERIFYING} and {@link Phase#ASKING}. */
  public record Seconds(double check, double copy, double verify, double total) {}
}
