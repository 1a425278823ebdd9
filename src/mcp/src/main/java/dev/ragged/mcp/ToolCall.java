package dev.ragged.mcp;

import dev.ragged.app.Cancellation;

/**
 * A call of a tool.
 *
 * @param progress hears how far it has come; for any thread
 */
record ToolCall(Arguments arguments, Cancellation cancellation, Progress progress) {

  /** Tells a client how far a call has come. */
  @FunctionalInterface
  interface Progress {
    /** Tells nobody. */
    Progress NONE = (done, total, message) -> {};

    /**
     * Tells it.
     *
     * @param done never less than before
     * @param total in the same unit, or 0 if it is not known
     * @param message for people
     */
    void tell(double done, double total, String message);
  }
}
