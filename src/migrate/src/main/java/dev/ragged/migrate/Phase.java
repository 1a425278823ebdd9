package dev.ragged.migrate;

/** The phases of a migration, in order. */
public enum Phase {
  /** Reading the source once and embedding a sample. */
  CHECKING,
  /** Writing passages that are missing or different in the target. */
  COPYING,
  /** Comparing every passage of both sides. */
  VERIFYING,
  /** Asking both sides the same questions. */
  ASKING
}
