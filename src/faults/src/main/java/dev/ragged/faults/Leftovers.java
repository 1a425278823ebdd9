package dev.ragged.faults;

import dev.ragged.VectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Finds files that nothing refers to. */
final class Leftovers {
  private static final Set<String> IN_DATA = Set.of("leann", "sources", "config.yaml");
  private static final Set<String> IN_COLLECTION = Set.of("collection.json", "index");
  private static final String IMPORTING = ".importing";

  private Leftovers() {}

  /** The names of such files and folders, in a data directory in which nothing runs. */
  static Set<String> find(Path data, Path out) throws IOException {
    Set<String> left = new TreeSet<>();
    others(data, IN_DATA, left);
    Path leann = data.resolve("leann");
    Set<String> names;
    try (VectorStore store = State.store(data)) {
      names = new HashSet<>(store.names());
    }
    names.removeIf(name -> name.endsWith(IMPORTING));
    others(leann, names, left);
    for (String name : names) {
      others(leann.resolve(name), IN_COLLECTION, left);
      others(leann.resolve(name).resolve("index"), referenced(leann.resolve(name)), left);
    }
    Set<String> registries = new HashSet<>();
    for (Path path : list(data.resolve("sources"))) {
      String file = path.getFileName().toString();
      // A lock stays, as somebody may wait for it.
      if (file.endsWith(".lock") || isOfLiving(file)) {
        registries.add(file);
      }
    }
    names.forEach(name -> registries.add(name + ".sources"));
    others(data.resolve("sources"), registries, left);
    for (Path path : list(out)) {
      if (path.getFileName().toString().startsWith(".")) {
        left.add(out.relativize(path).toString());
      }
    }
    return left;
  }

  /** Whether a process that lives may be writing it, such as the one that was recorded. */
  private static boolean isOfLiving(String unfinished) {
    String holder = unfinished.substring(unfinished.lastIndexOf('.') + 1);
    return unfinished.startsWith(".")
        && holder.matches("\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(holder)).isPresent();
  }

  private static void others(Path folder, Set<String> known, Set<String> left) throws IOException {
    for (Path path : list(folder)) {
      if (!known.contains(path.getFileName().toString())) {
        left.add(folder.getFileName() + "/" + path.getFileName());
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }

  /** The files of the last commit. */
  private static Set<String> referenced(Path collection) throws IOException {
    try (Directory index = FSDirectory.open(collection.resolve("index"))) {
      Set<String> files = new HashSet<>(SegmentInfos.readLatestCommit(index).files(true));
      files.add("write.lock");
      return files;
    }
  }
}
