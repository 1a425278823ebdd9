package dev.ragged;

import org.jspecify.annotations.Nullable;

/** A file of a collection is damaged, or too old or too new to read. */
public class CorruptCollectionException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /**
   * For a collection that cannot be used as it is on disk.
   *
   * @param message what is damaged, and what to do
   * @param cause how it was noticed, or null
   */
  public CorruptCollectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
