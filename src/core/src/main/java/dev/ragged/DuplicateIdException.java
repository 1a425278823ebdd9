package dev.ragged;

import java.util.List;

/** Ids that already exist or occur twice in one call. Nothing was written. */
public class DuplicateIdException extends RaggedException {
  private static final long serialVersionUID = 1L;

  /** The duplicate ids, each once. */
  private final List<String> ids;

  private DuplicateIdException(String what, List<String> ids, String remedy) {
    super(
        what
            + ": "
            + String.join(", ", ids.subList(0, Math.min(10, ids.size())))
            + (ids.size() > 10 ? " and " + (ids.size() - 10) + " more" : "")
            + "; "
            + remedy
            + ".");
    this.ids = List.copyOf(ids);
  }

  /**
   * For ids that the collection has already.
   *
   * @param ids each once
   * @return the exception, to be thrown
   */
  public static DuplicateIdException existing(List<String> ids) {
    return new DuplicateIdException("Ids already exist", ids, "use upsert to replace passages");
  }

  /**
   * For ids that several passages of one call have.
   *
   * @param ids each once
   * @return the exception, to be thrown
   */
  public static DuplicateIdException repeated(List<String> ids) {
    return new DuplicateIdException(
        "Ids occur twice in one call", ids, "give each passage an id of its own");
  }

  /**
   * All duplicate ids.
   *
   * @return each once
   */
  public List<String> ids() {
    return ids;
  }
}
