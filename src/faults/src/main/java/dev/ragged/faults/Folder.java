package dev.ragged.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
final class Folder {
  private Folder() {}

  /** Removes a folder and all in it. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    for (Path path : paths(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }

  /** Copies a folder and all in it to a place that does not exist. */
  static void copy(Path from, Path to) throws IOException {
    for (Path path : paths(from)) {
      Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  /** A folder and all in it, parents first. */
  static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted().toList();
    }
  }
}
