package dev.ragged;

/** There is no collection with that name. */
public class NoSuchCollectionException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /** The collection's. */
  private final String name;

  /**
   * For a name that no collection has.
   *
   * @param name the collection's
   */
  public NoSuchCollectionException(String name) {
    super("There is no collection '" + name + "'; create it by adding documents to it.");
    this.name = name;
  }

  /**
   * The name that no collection has.
   *
   * @return the collection's
   */
  public String name() {
    return name;
  }
}
