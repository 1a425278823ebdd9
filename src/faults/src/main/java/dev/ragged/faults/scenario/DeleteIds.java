package dev.ragged.faults.scenario;

import java.util.List;

/** Deletes passages by id; the rest of their collection stays. */
final class DeleteIds extends Notes {
  DeleteIds() {
    super("delete-ids");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("delete", "fact1", "fact4", "--collection", "facts");
  }
}
