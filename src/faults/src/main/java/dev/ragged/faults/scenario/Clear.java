package dev.ragged.faults.scenario;

import java.util.List;

/** Removes a collection beside another. */
final class Clear extends Notes {
  Clear() {
    super("clear");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("clear", "--yes", "--collection", COLLECTION);
  }
}
