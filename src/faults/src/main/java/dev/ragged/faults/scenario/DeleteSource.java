package dev.ragged.faults.scenario;

import java.util.List;

/** Deletes the passages of one file. */
final class DeleteSource extends Notes {
  DeleteSource() {
    super("delete-source");
  }

  @Override
  public List<String> command(Place place) {
    String where = "{\"source\": \"%s\"}".formatted(place.file("notes/b.md"));
    return List.of("delete", "--where", where, "--collection", COLLECTION);
  }
}
