package dev.ragged;

/** There is no collection with that name. */
public class NoSuchCollectionException extends RaggedException {
  private static final long serialVersionUID = 1L;

  public NoSuchCollectionException(String name) {
    super("There is no collection '" + name + "'; create it by adding documents to it.");
  }
}
