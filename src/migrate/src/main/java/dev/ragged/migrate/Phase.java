package dev.ragged.migrate;

/** What a migration is busy with, in this order. */
public enum Phase {
  /** Reading the source once and embedding a sample. */
  CHECKING,
  /** Writing what the target lacks. */
  COPYING,
  /** Comparing every passage of both sides. */
  VERIFYING,
  /** Asking both sides the same questions. */
  ASKING
}
