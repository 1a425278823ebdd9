package dev.ragged;

/** Another writer holds the collection; it can still be read. */
public class CollectionLockedException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /** Who holds it, for people. */
  private final String holder;

  /**
   * @param collection its name
   * @param holder who writes, such as {@code process 4242}
   */
  public CollectionLockedException(String collection, String holder) {
    super(
        "Collection '"
            + collection
            + "' is being written by "
            + holder
            + "; wait for it to finish or stop it.");
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
