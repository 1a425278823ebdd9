package dev.ragged.app;

import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Decides which backups and files go, once a new backup is made. */
final class OldBackups {
  private final BackupFolder folder;
  private final Consumer<String> warning;

  /** By name, oldest first. */
  private final Map<String, Manifest> backups = new LinkedHashMap<>();

  private boolean readable = true;

  /** A collection on a backend. */
  private record Id(String name, String backend) {}

  /**
   * Reads what the backups of a folder hold.
   *
   * @param warning told in a sentence what does not go, though it was to
   */
  OldBackups(BackupFolder folder, Consumer<String> warning) {
    this.folder = folder;
    this.warning = warning;
    for (String name : folder.names()) {
      try {
        backups.put(name, folder.read(name));
      } catch (RaggedException e) {
        readable = false;
        warning.accept(e.getMessage() + " Until it can be read or is deleted, nothing is removed.");
      }
    }
  }

  /** Whether all could be read. If not, nothing tells what may go. */
  boolean readable() {
    return readable;
  }

  /**
   * Removes all but the newest. The newest backup of a collection that the others lack stays too:
   * whether it was dropped or lost, only the user knows.
   *
   * @param forgotten names of collections that are gone on purpose
   * @return the names of the backups removed
   */
  List<String> prune(int keep, Collection<String> forgotten) {
    List<String> names = List.copyOf(backups.keySet());
    int first = Math.max(0, names.size() - keep);
    Set<Id> held = new HashSet<>();
    names.subList(first, names.size()).forEach(name -> held.addAll(ids(name)));
    List<String> removed = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    for (int i = first - 1; i >= 0; i--) {
      boolean needed = false;
      for (Id id : ids(names.get(i))) {
        if (!forgotten.contains(id.name()) && held.add(id)) {
          missing.add(id.name());
          needed = true;
        }
      }
      if (!needed) {
        removed.add(0, names.get(i));
      }
    }
    folder.remove(removed);
    backups.keySet().removeAll(removed);
    missing.forEach(this::say);
    return removed;
  }

  /** What a backup holds. */
  private Set<Id> ids(String name) {
    return backups.get(name).collections().stream()
        .map(kept -> new Id(kept.name(), kept.backend()))
        .collect(Collectors.toSet());
  }

  /** Removes the files that none of those left mentions; only if all could be read. */
  void sweep() {
    folder.sweep(backups.values());
  }

  private void say(String name) {
    warning.accept(
        "Collection '"
            + name
            + "' is not there any more, so the newest backup that has it stays; if it was dropped"
            + " on purpose, add '--forget "
            + name
            + "'.");
  }
}
