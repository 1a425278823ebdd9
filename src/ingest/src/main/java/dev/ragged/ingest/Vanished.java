package dev.ragged.ingest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The known files that a walk has not found: those that are gone, those that nobody wants any more,
 * and those that may come back, such as all on a disk that is not mounted.
 */
final class Vanished {
  /** So many files do not vanish unnoticed. */
  private static final int MANY = 20;

  private final FileWalk walk;
  private final Map<Path, Source> sources = new HashMap<>();
  private final Inventory inventory;
  private final Predicate<Guarded> prune;

  /** What is certainly not there, with the source that had it; null for one that was named. */
  private final Map<String, Path> gone = new LinkedHashMap<>();

  private final Set<String> unwanted = new LinkedHashSet<>();

  /** What is gone though something is odd, as somebody has said so. */
  private final Set<String> pruned = new LinkedHashSet<>();

  private final List<Guarded> guarded = new ArrayList<>();
  private final Map<String, List<String>> byDigest = new HashMap<>();

  /** How many files the collection holds, by source as above. */
  private final Map<Path, Integer> held = new HashMap<>();

  private final Map<Path, List<String>> inEmpty = new TreeMap<>();
  private final Map<Path, List<String>> suspicious = new TreeMap<>();
  private final Map<Path, String> why = new HashMap<>();
  private final Map<Path, Boolean> empty = new HashMap<>();

  /**
   * Compares what is known with what was found.
   *
   * @param elsewhere other sources of the collection, which may want what these do not
   * @param prune whether to remove what may come back
   */
  Vanished(FileWalk walk, List<Path> elsewhere, Inventory inventory, Predicate<Guarded> prune) {
    this.walk = walk;
    walk.files().keySet().forEach(source -> sources.put(source.path(), source));
    this.inventory = inventory;
    this.prune = prune;
    new TreeMap<>(inventory.files()).forEach((name, state) -> look(name, state, elsewhere));
    inEmpty.forEach(
        (folder, names) -> {
          if (names.size() < MANY) {
            names.forEach(name -> gone.put(name, owner(Path.of(name)).path()));
          } else {
            names.forEach(name -> suspect(folder, "is empty.", name));
          }
        });
    suspicious.forEach(
        (path, names) -> {
          if (allows(path, names, why.get(path))) {
            pruned.addAll(names);
          }
        });
    gone.keySet().forEach(this::offer);
    pruned.forEach(this::offer);
  }

  private void look(String name, FileState state, List<Path> elsewhere) {
    Path path = path(name);
    Source owner = path == null ? null : owner(path);
    if (owner == null) {
      return;
    }
    boolean named = owner.path().equals(path);
    if (state.digest() != null) {
      held.merge(named ? null : owner.path(), 1, Integer::sum);
    }
    if (walk.has(name)) {
      return;
    }
    String trouble = walk.trouble(owner);
    if (!named && trouble != null) {
      suspect(owner.path(), trouble, name);
    } else if (Files.notExists(path) || Files.isDirectory(path) || walk.isReplaced(path)) {
      Path folder = nearest(path);
      if (named && !folder.equals(path.getParent())) {
        suspect(folder.resolve(folder.relativize(path).getName(0)), "is missing.", name);
      } else if (!named && !folder.equals(owner.path()) && isEmpty(folder)) {
        inEmpty.computeIfAbsent(folder, key -> new ArrayList<>()).add(name);
      } else {
        gone.put(name, named ? null : owner.path());
      }
    } else if (state.digest() == null) {
      inventory.remove(name);
    } else if (walk.leavesOut(path) && elsewhere.stream().noneMatch(path::startsWith)) {
      unwanted.add(name);
    }
  }

  private void suspect(Path path, String trouble, String name) {
    suspicious.computeIfAbsent(path, key -> new ArrayList<>()).add(name);
    why.put(path, trouble);
  }

  /** The innermost source that has a path. */
  private Source owner(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      Source source = sources.get(at);
      if (source != null) {
        return source;
      }
    }
    return null;
  }

  private static Path path(String source) {
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      return null; // added on a system with another file name encoding; cannot tell
    }
  }

  /** The innermost folder above a path that is there. */
  private static Path nearest(Path path) {
    Path folder = path.getParent();
    while (folder.getParent() != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return folder;
  }

  private boolean isEmpty(Path folder) {
    return empty.computeIfAbsent(
        folder,
        key -> {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(key)) {
            return !entries.iterator().hasNext();
          } catch (IOException e) {
            return true; // as good as empty: nobody can see what is in it
          }
        });
  }

  /** Whether files may go although something is odd. */
  private boolean allows(Path path, List<String> names, String trouble) {
    int passages = (int) names.stream().filter(name -> inventory.digest(name) != null).count();
    if (passages == 0) {
      return true;
    }
    Guarded question = new Guarded(path, passages, trouble);
    if (prune.test(question)) {
      return true;
    }
    guarded.add(question);
    return false;
  }

  private void offer(String name) {
    String digest = inventory.digest(name);
    if (digest != null) {
      byDigest.computeIfAbsent(digest, key -> new ArrayList<>()).add(name);
    }
  }

  /** One file that is gone for each content that such files had. */
  Map<String, String> byDigest() {
    Map<String, String> files = new HashMap<>();
    byDigest.forEach((digest, names) -> files.put(digest, names.get(0)));
    return files;
  }

  /**
   * Takes a file that is gone and had this content, for one that was found: it was moved there.
   *
   * @return one of the same name if there is one; null if no such file is gone
   */
  String moved(String digest, String to) {
    List<String> candidates = byDigest.getOrDefault(digest, List.of());
    if (candidates.isEmpty()) {
      return null;
    }
    Path name = Path.of(to).getFileName();
    String from =
        candidates.stream()
            .filter(candidate -> Path.of(candidate).getFileName().equals(name))
            .findFirst()
            .orElse(candidates.get(0));
    candidates.remove(from);
    gone.remove(from);
    pruned.remove(from);
    return from;
  }

  /** What is to be removed in the end, now that moved files have been taken. */
  List<String> remaining() {
    Map<Path, List<String>> bySource = new LinkedHashMap<>();
    gone.forEach(
        (name, source) -> bySource.computeIfAbsent(source, key -> new ArrayList<>()).add(name));
    List<String> remaining = new ArrayList<>(unwanted);
    remaining.addAll(pruned);
    bySource.forEach(
        (source, names) -> {
          int all = held.getOrDefault(source, 0);
          long lost = names.stream().filter(name -> inventory.digest(name) != null).count();
          if (all < MANY
              || lost * 2 <= all
              || allows(source, names, "lacks more than half of its " + all + " files.")) {
            remaining.addAll(names);
          }
        });
    return remaining;
  }

  /** What stays because it may come back. */
  List<Guarded> guarded() {
    return guarded;
  }
}
