package dev.ragged;

/** A collection of that name exists. */
public class CollectionExistsException extends RaggedException {
  private static final long serialVersionUID = 1L;

  public CollectionExistsException(String name) {
    super("Collection '" + name + "' exists already; choose another name or drop it first.");
  }
}
