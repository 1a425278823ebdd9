package dev.ragged.faults.scenario;

import java.util.List;

/** Writes a collection as an index of another program. */
final class IndexExport extends Notes {
  IndexExport() {
    super("leann-export");
  }

  @Override
  public List<String> command(Place place) {
    return List.of(
        "leann", "export", "facts", place.output("facts.leann"), "--embedding-model", "small");
  }
}
