package dev.ragged.app.sources;

import dev.ragged.ingest.FileState;
import dev.ragged.ingest.Inventory;
import dev.ragged.ingest.Skipped;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a collection's files.
 *
 * @param collection its name
 * @param backend where it lies; empty if nothing is known of its files
 * @param passages how many it had when this was written; {@link #UNKNOWN} if it was changed since
 * @param sources in order of path
 * @param strays files that the collection holds, but that are in none of the sources
 */
public record Registry(
    String collection,
    String backend,
    long passages,
    List<RegisteredSource> sources,
    Map<String, FileState> strays) {
  /** A number of passages that no collection has. */
  public static final long UNKNOWN = -1;

  public Registry {
    sources = List.copyOf(sources);
    strays = new TreeMap<>(strays);
  }

  /** One that knows nothing. */
  public static Registry of(String collection) {
    return new Registry(collection, "", UNKNOWN, List.of(), Map.of());
  }

  /** Whether a collection is as it was when this was written, as far as its size tells. */
  public boolean describes(String backend, long passages) {
    return this.backend.equals(backend) && this.passages == passages;
  }

  /** All files. */
  public Map<String, FileState> files() {
    Map<String, FileState> files = new HashMap<>(strays);
    sources.forEach(source -> files.putAll(source.files()));
    return files;
  }

  /** The source at a real path, perhaps through a link that has taken its place; or null. */
  public RegisteredSource source(Path path) {
    return sources.stream()
        .filter(one -> one.path().equals(path))
        .findFirst()
        .or(() -> sources.stream().filter(one -> leadsTo(one.path(), path)).findFirst())
        .orElse(null);
  }

  private static boolean leadsTo(Path source, Path path) {
    try {
      return source.toRealPath().equals(path);
    } catch (IOException e) {
      return false; // it is gone
    }
  }

  /** With a source more, or with other options of one. */
  public Registry with(RegisteredSource source) {
    List<RegisteredSource> all = new ArrayList<>(without(source.path()).sources);
    all.add(source);
    all.sort((a, b) -> a.path().compareTo(b.path()));
    return new Registry(collection, backend, passages, all, strays);
  }

  /** With a source less; its files are forgotten. */
  public Registry without(Path path) {
    List<RegisteredSource> rest = sources.stream().filter(one -> !one.path().equals(path)).toList();
    return new Registry(collection, backend, passages, rest, strays);
  }

  /** With the same sources, and what is known of the collection now. */
  public Registry with(String backend, long passages, Inventory inventory) {
    List<Map<String, FileState>> bySource = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    for (RegisteredSource source : sources) {
      bySource.add(new TreeMap<>());
      folders.add(source.path().toString());
    }
    Map<String, FileState> others = new TreeMap<>();
    inventory
        .files()
        .forEach(
            (name, state) -> {
              int owner = owner(folders, name);
              if (owner >= 0) {
                bySource.get(owner).put(name, state);
              } else if (state.digest() != null) {
                others.put(name, state);
              }
            });
    List<RegisteredSource> filled = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      filled.add(sources.get(i).with(bySource.get(i)));
    }
    return new Registry(collection, backend, passages, filled, others);
  }

  /** The innermost folder with a file; -1 if there is none. */
  private static int owner(List<String> folders, String name) {
    int owner = -1;
    for (int i = 0; i < folders.size(); i++) {
      if (isIn(folders.get(i), name)
          && (owner < 0 || folders.get(i).length() > folders.get(owner).length())) {
        owner = i;
      }
    }
    return owner;
  }

  /** Whether a file is at a path or below it. */
  public static boolean isIn(String path, String name) {
    return name.startsWith(path)
        && (name.length() == path.length()
            || path.endsWith("/")
            || name.charAt(path.length()) == File.separatorChar);
  }

  /** With the same files, and another state of the collection. */
  public Registry with(String backend, long passages) {
    return new Registry(collection, backend, passages, sources, strays);
  }

  /** With sources as they were found just now, and what else was met in them. */
  public Registry found(List<Path> paths, List<Skipped> leftOut) {
    List<String> folders = sources.stream().map(source -> source.path().toString()).toList();
    Map<Integer, List<Skipped>> bySource = new HashMap<>();
    for (Skipped skipped : leftOut) {
      bySource
          .computeIfAbsent(owner(folders, skipped.path()), key -> new ArrayList<>())
          .add(skipped);
    }
    long now = System.currentTimeMillis();
    List<RegisteredSource> all = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      RegisteredSource source = sources.get(i);
      all.add(
          paths.contains(source.path())
              ? source.found(bySource.getOrDefault(i, List.of()), now)
              : source);
    }
    return new Registry(collection, backend, passages, all, strays);
  }

  /** With a note that the collection may have changed. */
  public Registry distrusted() {
    return of(collection, this);
  }

  /** What is known of a collection whose copy has another name, and may have changed since. */
  static Registry of(String collection, Registry original) {
    return new Registry(collection, original.backend, UNKNOWN, original.sources, original.strays);
  }
}
