package dev.ragged.migrate;

import dev.ragged.RaggedException;

/** A migration that cannot continue. The source is unchanged. */
public final class MigrationException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /** The reason, for callers that phrase the remedy themselves. */
  public enum Reason {
    /** The target has a collection of the same name with different content. */
    EXISTS,
    /** {@link VectorPolicy#AUTO}: the model does not make these vectors. */
    VECTORS_DIFFER,
    /** {@link VectorPolicy#REEMBED} without a model. */
    NO_MODEL,
    /** The target does not support the metric, and the vectors are not of length 1. */
    METRIC_UNSUPPORTED,
    /** Passages keep changing. */
    UNSETTLED,
    /** The answers of both sides differ too much. */
    OVERLAP
  }

  private final Reason reason;
  private final String what;

  MigrationException(Reason reason, String what, String remedy) {
    super(what + "; " + remedy + ".");
    this.reason = reason;
    this.what = what;
  }

  public Reason reason() {
    return reason;
  }

  /** What went wrong, without the remedy and the full stop. */
  public String what() {
    return what;
  }
}
