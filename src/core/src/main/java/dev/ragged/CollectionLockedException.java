package dev.ragged;

/** Another writer holds the collection; it can still be read. */
public class CollectionLockedException extends RaggedException {
  private static final long serialVersionUID = 1L;

  public CollectionLockedException(String collection, String holder) {
    super(
        "Collection '"
            + collection
            + "' is being written by "
            + holder
            + "; wait for it to finish or stop it.");
  }
}
