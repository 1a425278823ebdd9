package dev.ragged.app;

import dev.ragged.RaggedException;

/** There is too much to do at the moment; the same request may succeed later. */
public final class BusyException extends RaggedException {
  private static final long serialVersionUID = 1L;

  public BusyException(String message) {
    super(message);
  }
}
