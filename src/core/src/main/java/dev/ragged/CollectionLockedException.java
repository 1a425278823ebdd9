package dev.ragged;

/** Another writer holds the collection; it can still be read. */
public class CollectionLockedException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /** Who holds it, for people. */
  private final String holder;

  /**
   * @param collection its name
   * @param holder who writes, such as {@code process 4242 since 2026-11-27T09:00:00Z}
   */
  public CollectionLockedException(String collection, String holder) {
    super(
        "Collection '"
            + collection
            + "' is being written by "
            + holder
            + "; try again when it is done.");
    this.holder = holder;
  }

  /**
   * Who writes, as far as that is known: {@code process 4242}, or {@code another process}.
   *
   * @return for people
   */
  public String holder() {
    return holder;
  }
}
