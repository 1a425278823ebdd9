package dev.ragged.migrate;

import dev.ragged.RaggedException;

/** A migration that will not or cannot go on. The source is as it was. */
public final class MigrationException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /** Why, for a caller who knows the remedy in its own words. */
  public enum Reason {
    /** The target has a collection of that name with other content. */
    EXISTS,
    /** {@link VectorPolicy#AUTO}: the model does not make these vectors. */
    VECTORS_DIFFER,
    /** {@link VectorPolicy#REEMBED} without a model. */
    NO_MODEL,
    /** The target lacks the metric, and the vectors have not length 1. */
    METRIC_LACKING,
    /** Passages differ again and again. */
    UNSETTLED,
    /** Both sides answer too differently. */
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

  /** What was wrong, without a remedy and without the full stop. */
  public String what() {
    return what;
  }
}
