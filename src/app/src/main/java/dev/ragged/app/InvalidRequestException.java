package dev.ragged.app;

/** The request is wrong. Thrown before anything is changed. */
public final class InvalidRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(message);
  }

  public InvalidRequestException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Runs a check that only fails on wrong arguments, and reports its failure as a wrong request.
   */
  static void check(Runnable arguments) {
    try {
      arguments.run();
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }
}
