package dev.ragged.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A file or folder that is made beside the place where it is to appear, so that it appears whole or
 * not at all. What a killed process leaves behind, the next one that makes the same removes.
 */
public final class Unfinished implements AutoCloseable {
  private final Path path;

  private Unfinished(Path path) {
    this.path = path;
  }

  /**
   * Chooses a name beside the target and frees it; makes nothing.
   *
   * @param target the absolute path of what is to appear
   * @return a place beside it
   */
  public static Unfinished of(Path target) {
    String prefix = "." + target.getFileName() + ".";
    long own = ProcessHandle.current().pid();
    try (Stream<Path> siblings = Files.list(target.getParent())) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        if (name.startsWith(prefix) && isLeft(name.substring(prefix.length()), own)) {
          remove(sibling);
        }
      }
    } catch (IOException e) {
      // What is left behind takes space and does no other harm.
    }
    return new Unfinished(target.resolveSibling(prefix + own));
  }

  private static boolean isLeft(String holder, long own) {
    return holder.matches("\\d{1,18}")
        && (Long.parseLong(holder) == own || ProcessHandle.of(Long.parseLong(holder)).isEmpty());
  }

  private static void remove(Path path) {
    try {
      DataFolders.remove(path);
    } catch (IOException e) {
      // As above.
    }
  }

  /**
   * Where to make it.
   *
   * @return of the unfinished file
   */
  public Path path() {
    return path;
  }

  /**
   * Makes the content of a file durable; its name becomes so with {@link DataFolders#sync}.
   *
   * @param file must exist
   * @throws IOException if that fails
   */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Removes what has not been moved to its place. */
  @Override
  public void close() {
    remove(path);
  }
}
