package dev.ragged.faults.scenario;

import java.util.List;

/** Writes a collection to a file. */
final class Export extends Notes {
  Export() {
    super("export");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("export", "--collection", "facts", "--output", place.output("facts.jsonl"));
  }
}
