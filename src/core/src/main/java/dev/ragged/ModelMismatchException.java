package dev.ragged;

/** A collection was built with a different embedding model. */
public class ModelMismatchException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /**
   * For a store whose model is not the one that a collection was built with.
   *
   * @param collection its name
   * @param built what it was built with
   * @param given the store's
   */
  public ModelMismatchException(String collection, ModelIdentity built, ModelIdentity given) {
    super(
        "Collection '"
            + collection
            + "' was built with "
            + built
            + ", not with "
            + given
            + "; open it with its own model or rebuild it.");
  }
}
