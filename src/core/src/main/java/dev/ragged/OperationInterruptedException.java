package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted while it worked for a store; its interrupt flag is still set. A write
 * that threw this has changed nothing; if that is not certain, it throws an {@link
 * UnconfirmedWriteException} with this as its cause. Other threads are not affected.
 */
public class OperationInterruptedException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /**
   * Sets the calling thread's interrupt flag again, in case that what noticed has cleared it.
   *
   * @param message what was interrupted
   * @param cause how the interruption was noticed, or null
   */
  public OperationInterruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
    Thread.currentThread().interrupt();
  }

  /**
   * Does nothing unless the calling thread is interrupted.
   *
   * @param what what would be interrupted, the beginning of a sentence
   * @throws OperationInterruptedException if it is
   */
  public static void throwIfInterrupted(String what) {
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationInterruptedException(
          what + " was interrupted; call it again to have it done.", null);
    }
  }
}
