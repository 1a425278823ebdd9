package dev.ragged.chroma;

import dev.ragged.RaggedException;

/** The server responded to a call with an error status; the message is for people. */
final class ChromaFailure extends RaggedException {
  private static final long serialVersionUID = 1L;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;

  private final int status;

  ChromaFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }
}
