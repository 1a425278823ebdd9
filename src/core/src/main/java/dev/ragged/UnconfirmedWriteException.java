package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * A write failed in a way that leaves open whether it was stored: wholly, in part or not at all.
 * Read before you repeat it. Every other exception of a write means that nothing has changed.
 */
public class UnconfirmedWriteException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, that it may have been done all the same, and how to find out
   * @param cause how it was noticed, or null
   */
  public UnconfirmedWriteException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
