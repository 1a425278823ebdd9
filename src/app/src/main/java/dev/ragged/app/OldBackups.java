package dev.ragged.app;

import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.Manifest.Kept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Decides which backups go, once a new one is made. */
final class OldBackups {
  private final BackupFolder folder;
  private final Consumer<String> warning;

  /** What each backup holds, oldest first. */
  private final Map<String, Set<Id>> backups = new LinkedHashMap<>();

  private boolean readable = true;

  /** A collection on a backend. */
  private record Id(String name, String backend) {
    static Id of(Kept kept) {
      return new Id(kept.name(), kept.backend());
    }
  }

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
        Set<Id> held = new HashSet<>();
        folder.read(name).collections().forEach(kept -> held.add(Id.of(kept)));
        backups.put(name, held);
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
    names.subList(first, names.size()).forEach(name -> held.addAll(backups.get(name)));
    List<String> removed = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    for (int i = first - 1; i >= 0; i--) {
      boolean needed = false;
      for (Id id : backups.get(names.get(i))) {
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
    missing.forEach(this::say);
    return removed;
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
