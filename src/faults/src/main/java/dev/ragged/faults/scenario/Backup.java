package dev.ragged.faults.scenario;

import java.util.ArrayList;
import java.util.List;

/** Backs up what has changed since the backup before. */
final class Backup extends Notes {
  Backup() {
    super("backup");
  }

  @Override
  public List<List<String>> before(Place place) {
    List<List<String>> commands = new ArrayList<>(super.before(place));
    commands.add(command(place));
    commands.add(List.of("add", place.file("facts.jsonl"), "--collection", "more"));
    return commands;
  }

  @Override
  public List<String> command(Place place) {
    return List.of("backup", place.backupFolder());
  }

  @Override
  public List<List<String>> checks(Place place) {
    return List.of(List.of("backup", "--check", place.backupFolder()));
  }
}
