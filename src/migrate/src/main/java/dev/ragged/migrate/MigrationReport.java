package dev.ragged.migrate;

import dev.ragged.StorageStats;

/**
 * What a migration did.
 *
 * @param plan what it was to do; null if stopped before it was made
 * @param copied passages written, those written again included
 * @param unchanged passages that were in the target already, from a run before
 * @param removed passages of the target that the source no longer had
 * @param stopped it was cancelled; the next run goes on from here
 * @param verification what was verified; null if stopped before
 * @param target what the target's collection holds; null if stopped
 * @param seconds where the time went
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
   * What was found equal on both sides.
   *
   * @param count passages counted
   * @param ids passages found by id
   * @param text texts compared, those that both sides lack left out
   * @param metadata passages whose metadata were compared
   * @param vectors vectors compared, which both sides keep
   * @param questions stored vectors that both sides were asked for
   * @param overlap the share of the target's ten nearest passages that the source's vectors place
   *     among the ten nearest too; 1 without questions
   */
  public record Verification(
      long count,
      long ids,
      long text,
      long metadata,
      long vectors,
      int questions,
      double overlap) {}

  /** Seconds by phase; {@link Phase#VERIFYING} and {@link Phase#ASKING} are one. */
  public record Seconds(double check, double copy, double verify, double total) {}
}
