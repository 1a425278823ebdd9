package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The size of the files in a folder, by kind. */
public final class FolderBytes {
  private FolderBytes() {}

  /**
   * Adds up the sizes of all files below a folder; empty if the folder does not exist.
   *
   * @param kind gives the kind of a file
   */
  public static Map<String, Long> of(Path folder, Function<Path, String> kind) throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    if (!Files.exists(folder)) {
      return bytes;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.merge(kind.apply(file), Files.size(file), Long::sum);
      }
    }
    return bytes;
  }
}
