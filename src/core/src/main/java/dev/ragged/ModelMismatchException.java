package dev.ragged;

/** A collection was built with a different embedding model. */
public class ModelMismatchException extends RaggedException {
  private static final long serialVersionUID = 1L;

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
