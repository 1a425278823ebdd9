package dev.ragged;

/** A collection with that name already exists. */
public class CollectionExistsException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /**
   * For a name that is taken.
   *
   * @param name the collection's
   */
  public CollectionExistsException(String name) {
    super("Collection '" + name + "' already exists; choose another name or drop it first.");
  }
}
