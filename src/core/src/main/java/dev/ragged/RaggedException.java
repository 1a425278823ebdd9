package dev.ragged;

import org.jspecify.annotations.Nullable;

/** A failure with a message for people: one sentence on what went wrong and what to do. */
public class RaggedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Without a cause.
   *
   * @param message what went wrong, and what to do
   */
  public RaggedException(String message) {
    super(message);
  }

  /**
   * With a cause.
   *
   * @param message what went wrong, and what to do
   * @param cause how it was noticed, or null
   */
  public RaggedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
