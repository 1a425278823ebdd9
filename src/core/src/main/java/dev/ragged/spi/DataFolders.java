package dev.ragged.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders that hold a user's texts: readable by that user alone, and still there after a power
 * loss.
 */
public final class DataFolders {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private DataFolders() {}

  /**
   * Makes a folder and those above it that are missing, each with mode 0700 where the file system
   * has modes, and their names durable. A folder that exists is left as it is, modes included: its
   * owner may share it on purpose.
   *
   * @param folder may exist
   * @throws FileAlreadyExistsException if something else has one of the names
   */
  public static void create(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return;
    }
    Path parent = absolute.getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      if (absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(absolute, PRIVATE);
      } else {
        Files.createDirectory(absolute);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(absolute)) {
        throw e;
      }
      return; // somebody else was faster
    }
    if (parent != null) {
      sync(parent);
    }
  }

  /**
   * Removes a file, or a folder with all that is in it, if it is there.
   *
   * @param path a file or a folder; need not exist
   * @throws IOException if that fails
   */
  public static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Makes the names in a folder durable: those of files created, renamed and removed so far.
   * Without this a power loss can undo them, however well the files' contents are synced.
   *
   * @param folder must exist
   * @throws IOException if that fails
   */
  public static void sync(Path folder) throws IOException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return; // cannot open a folder
    }
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }
}
