package dev.ragged.faults.scenario;

import java.util.List;

/** Adds a collection beside others. */
final class AddNew extends Notes {
  AddNew() {
    super("add-new");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("add", place.file("notes"), "--collection", "second");
  }
}
