package dev.ragged.faults;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What there is: passages by collection and source, each source as one text to compare, and the
 * files that commands wrote for the user.
 */
record State(Map<String, Map<String, String>> collections, Map<String, String> files) {
  static final State EMPTY = new State(Map.of(), Map.of());

  /** An import under way, which the next one resumes. */
  private static final String IMPORTING = ".importing";

  /**
   * Reads it through the API, without an embedding model.
   *
   * @param data the data directory; need not exist
   * @param out the folder with files for the user; need not exist
   */
  static State read(Path data, Path out) throws IOException {
    Map<String, Map<String, String>> collections = new TreeMap<>();
    try (VectorStore store = store(data)) {
      for (String name : store.names()) {
        try (VectorCollection collection = store.open(name)) {
          collections.put(name, sources(collection));
        }
      }
    }
    return new State(collections, files(out));
  }

  /** The collections of a data directory. */
  static VectorStore store(Path data) {
    return LeannVectorStore.open(data.resolve("leann"), null);
  }

  private static Map<String, String> sources(VectorCollection collection) {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Passage> passages = collection.stream(Selection.all())) {
      passages
          .sorted((a, b) -> a.id().compareTo(b.id()))
          .forEach(
              passage ->
                  sources.merge(
                      passage.metadata().get(Metadata.SOURCE).map(Object::toString).orElse("")
                          + (passage.metadata().get(Metadata.SOURCE).isEmpty() ? passage.id() : ""),
                      text(passage),
                      (a, b) -> a + b));
    }
    return sources;
  }

  private static String text(Passage passage) {
    return passage.id()
        + "="
        + passage.text()
        + new TreeMap<>(passage.metadata().asMap())
        + (passage.vector() == null ? "" : Arrays.hashCode(passage.vector()))
        + "\n";
  }

  private static Map<String, String> files(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(out)) {
      for (Path path : Folder.paths(out)) {
        String name = out.relativize(path).toString();
        // What begins with a dot is being made; Leftovers sees to it.
        if (Files.isRegularFile(path) && !name.startsWith(".")) {
          files.put(name, Files.size(path) + ":" + Arrays.hashCode(Files.readAllBytes(path)));
        }
      }
    }
    return files;
  }

  /**
   * What is neither as before nor as after nor between, by collection, source and file; null if
   * nothing is.
   */
  static String wrong(State before, State after, State now) {
    StringBuilder wrong = new StringBuilder();
    for (String name : union(before.collections, after.collections, now.collections)) {
      Map<String, String> old = before.collections.get(name);
      Map<String, String> done = after.collections.get(name);
      if (name.endsWith(IMPORTING) && old == null && done == null) {
        String target = name.substring(0, name.length() - IMPORTING.length());
        old = Map.of();
        done = after.collections.getOrDefault(target, Map.of());
      }
      Map<String, String> is = now.collections.get(name);
      if (is == null) {
        if (old != null && done != null) {
          wrong.append("collection '").append(name).append("' is gone; ");
        }
      } else if (old == null && done == null) {
        wrong.append("there is a collection '").append(name).append("'; ");
      } else if (done == null) {
        // Being dropped: it is whole or gone.
        differences(name, old, old, is, wrong);
      } else {
        differences(name, old == null ? Map.of() : old, done, is, wrong);
      }
    }
    differences("files", before.files, after.files, now.files, wrong);
    return wrong.isEmpty() ? null : wrong.toString();
  }

  private static void differences(
      String what,
      Map<String, String> before,
      Map<String, String> after,
      Map<String, String> now,
      StringBuilder wrong) {
    for (String key : union(before, after, now)) {
      String is = now.get(key);
      if (!Objects.equals(is, before.get(key)) && !Objects.equals(is, after.get(key))) {
        wrong.append(what).append(": '").append(key).append("' is ").append(shortened(is));
        wrong.append(", was ").append(shortened(before.get(key)));
        wrong.append(", should become ").append(shortened(after.get(key))).append("; ");
      }
    }
  }

  private static String shortened(String text) {
    if (text == null) {
      return "absent";
    }
    String line = text.strip().replace("\n", " | ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }

  @SafeVarargs
  private static Set<String> union(Map<String, ?>... maps) {
    Set<String> union = new TreeSet<>();
    for (Map<String, ?> map : maps) {
      union.addAll(map.keySet());
    }
    return union;
  }

  /** In a few words that repeat: where it is between two states that allow it. */
  String between(State before, State after) {
    if (before.equals(after)) {
      return "unchanged";
    }
    return equals(after) ? "as after" : equals(before) ? "as before" : "between";
  }

  /** What differs from another state, for people. */
  String differenceFrom(State other) {
    String wrong = wrong(other, other, this);
    Set<String> missing = new HashSet<>(other.collections.keySet());
    missing.removeAll(collections.keySet());
    return wrong == null ? missing.isEmpty() ? null : missing + " are gone" : wrong;
  }
}
