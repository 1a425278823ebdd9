package dev.ragged.faults.scenario;

import java.util.ArrayList;
import java.util.List;

/** Brings a collection back in the place of the one that it became. */
final class RestoreReplace extends Notes {
  RestoreReplace() {
    super("restore-replace");
  }

  @Override
  public List<List<String>> before(Place place) {
    List<List<String>> commands = new ArrayList<>(super.before(place));
    commands.add(List.of("backup", place.backupFolder()));
    commands.add(List.of("add", place.file("facts.jsonl"), "--collection", COLLECTION));
    return commands;
  }

  @Override
  public List<String> command(Place place) {
    return List.of("restore", place.backupFolder(), "--collection", COLLECTION, "--replace");
  }
}
