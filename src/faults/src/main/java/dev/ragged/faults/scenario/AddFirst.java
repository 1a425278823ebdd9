package dev.ragged.faults.scenario;

import java.util.List;

/** Adds files where there is nothing yet, not even a data directory. */
final class AddFirst extends Notes {
  AddFirst() {
    super("add-first");
  }

  @Override
  public List<List<String>> before(Place place) {
    return List.of();
  }

  @Override
  public List<String> command(Place place) {
    return List.of("add", place.file("notes"), "--collection", COLLECTION);
  }
}
