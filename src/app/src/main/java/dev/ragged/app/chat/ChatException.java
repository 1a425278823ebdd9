package dev.ragged.app.chat;

import dev.ragged.RaggedException;

/** A chat model gave no answer. */
public final class ChatException extends RaggedException {
  private static final long serialVersionUID = 1L;

  private final transient boolean again;

  /**
   * Has no cause: what a server says about a key may repeat it.
   *
   * @param again whether the same request may succeed a moment later
   */
  ChatException(String message, boolean again) {
    super(message);
    this.again = again;
  }

  boolean mayPass() {
    return again;
  }
}
