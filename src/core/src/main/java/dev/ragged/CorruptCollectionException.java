package dev.ragged;

import org.jspecify.annotations.Nullable;

/** A file of a collection is damaged, or too old or too new to read. */
public class CorruptCollectionException extends RaggedException {
  private static final long serialVersionUID = 1L;

  public CorruptCollectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
