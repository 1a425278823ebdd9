package dev.ragged.chroma;

import dev.ragged.RaggedException;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A copy of a Chroma data folder to serve instead, because a server changes files even when it only
 * reads. Removed when closed; copies of killed processes are removed by the next one.
 */
final class ChromaFolderCopy implements AutoCloseable {
  /** A file in every data folder of Chroma. */
  static final String DATABASE = "chroma.sqlite3";

  /** Followed by the id of the process that uses the copy. */
  private static final String PREFIX = ".chroma-copy-";

  private final Path folder;

  private ChromaFolderCopy(Path folder) {
    this.folder = folder;
  }

  /** Size and time of a file, to detect writes. */
  private record State(long bytes, long millis) {}

  /**
   * Copies a folder.
   *
   * @param source a data folder of Chroma that no server is writing to
   * @param scratch where to put the copy; created if absent
   * @throws RaggedException if it is not such a folder or is written to meanwhile
   */
  static ChromaFolderCopy of(Path source, Path scratch) {
    return of(source, scratch, () -> {});
  }

  /** The same, with a hook for tests after copying and before comparing. */
  static ChromaFolderCopy of(Path source, Path scratch, Runnable copied) {
    if (!Files.isRegularFile(source.resolve(DATABASE))) {
      throw new RaggedException(
          source
              + " is not a data folder of Chroma, because it has no "
              + DATABASE
              + "; name the folder given to 'chroma run --path'.");
    }
    try {
      DataFolders.create(scratch);
      sweep(scratch);
      Path folder =
          Files.createTempDirectory(scratch, PREFIX + ProcessHandle.current().pid() + "-");
      ChromaFolderCopy copy = new ChromaFolderCopy(folder);
      boolean success = false;
      try {
        Map<Path, State> before = files(source);
        for (Path file : before.keySet()) {
          Path target = folder.resolve(source.relativize(file));
          DataFolders.create(target.getParent());
          Files.copy(file, target);
        }
        copied.run();
        if (!files(source).equals(before)) {
          throw new RaggedException(
              "A server writes to "
                  + source
                  + "; stop it or connect to that server by its address.");
        }
        success = true;
        return copy;
      } finally {
        if (!success) {
          copy.close();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new RaggedException(
          "Cannot copy "
              + source
              + " to "
              + scratch
              + ": "
              + e.getMessage()
              + "; check permissions and free space.",
          e);
    }
  }

  private static Map<Path, State> files(Path folder) throws IOException {
    Map<Path, State> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.put(
                  file, new State(attributes.size(), attributes.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Removes the copies of processes that no longer run. */
  private static void sweep(Path scratch) throws IOException {
    List<Path> left;
    try (Stream<Path> all = Files.list(scratch)) {
      left = all.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path copy : left) {
      String process = copy.getFileName().toString().substring(PREFIX.length()).split("-")[0];
      if (process.matches("\\d{1,18}")
          && ProcessHandle.of(Long.parseLong(process)).filter(ProcessHandle::isAlive).isEmpty()) {
        remove(copy);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The folder with the copy. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      if (Files.exists(folder)) {
        remove(folder);
      }
    } catch (IOException e) {
      throw new RaggedException("Cannot remove " + folder + "; remove it by hand.", e);
    }
  }
}
