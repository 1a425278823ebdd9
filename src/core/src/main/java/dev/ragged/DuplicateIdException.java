package dev.ragged;

import java.util.List;

/** Ids that already exist or occur twice in one call. Nothing was written. */
public class DuplicateIdException extends RaggedException {
  private static final long serialVersionUID = 1L;
  private final List<String> ids;

  public DuplicateIdException(List<String> ids) {
    super(
        "Ids already exist or occur twice: "
            + String.join(", ", ids.subList(0, Math.min(10, ids.size())))
            + (ids.size() > 10 ? " and " + (ids.size() - 10) + " more" : "")
            + "; use upsert to replace passages.");
    this.ids = List.copyOf(ids);
  }

  /** All duplicate ids. */
  public List<String> ids() {
    return ids;
  }
}
