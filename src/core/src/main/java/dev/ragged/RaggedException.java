package dev.ragged;

import org.jspecify.annotations.Nullable;

/** A failure with a message for people: one sentence on what went wrong and what to do. */
public class RaggedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RaggedException(String message) {
    super(message);
  }

  public RaggedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
