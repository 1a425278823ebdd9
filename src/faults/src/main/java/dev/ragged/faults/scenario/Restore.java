package dev.ragged.faults.scenario;

import java.util.ArrayList;
import java.util.List;

/** Brings a collection back beside the one that it was. */
final class Restore extends Notes {
  Restore() {
    super("restore");
  }

  @Override
  public List<List<String>> before(Place place) {
    List<List<String>> commands = new ArrayList<>(super.before(place));
    commands.add(List.of("backup", place.backupFolder()));
    return commands;
  }

  @Override
  public List<String> command(Place place) {
    return List.of("restore", place.backupFolder(), "--collection", COLLECTION, "--as", "again");
  }
}
