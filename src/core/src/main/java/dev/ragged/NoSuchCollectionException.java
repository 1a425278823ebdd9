package dev.ragged;

/** There is no collection with that name. */
public class NoSuchCollectionException extends RaggedException {
  private static final long serialVersionUID = 1L;

  private final String name;

  public NoSuchCollectionException(String name) {
    super("There is no collection '" + name + "'; create it by adding documents to it.");
    this.name = name;
  }

  /** The name that no collection has. */
  public String name() {
    return name;
  }
}
