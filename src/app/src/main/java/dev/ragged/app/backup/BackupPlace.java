package dev.ragged.app.backup;

import dev.ragged.RaggedException;
import dev.ragged.spi.Ownership;
import dev.ragged.spi.Ownership.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a folder of backups is, or is to be. The folder itself may be a link that the user made;
 * nothing in it is followed, since it may come from anywhere.
 */
final class BackupPlace {
  static final String FILES = "files";
  static final String BACKUPS = "backups";
  private static final String LOCK = "lock";

  private final Path folder;

  BackupPlace(Path folder) {
    this.folder = folder;
  }

  /** What has a name, or null if nothing has; never what a link leads to. */
  private static BasicFileAttributes at(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Whether there are backups.
   *
   * @throws RaggedException if something else has a name that backups need
   * @throws IOException if this user may not look
   */
  boolean hasBackups() throws IOException {
    if (at(folder) == null
        || !Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
      return false;
    }
    boolean backups = requireFolder(BACKUPS);
    boolean files = requireFolder(FILES);
    BasicFileAttributes lock = at(folder.resolve(LOCK));
    if (lock != null && !lock.isRegularFile()) {
      throw inTheWay(LOCK, "a file", lock);
    }
    return backups && files;
  }

  private boolean requireFolder(String name) throws IOException {
    BasicFileAttributes there = at(folder.resolve(name));
    if (there != null && !there.isDirectory()) {
      throw inTheWay(name, "a folder", there);
    }
    return there != null;
  }

  private RaggedException inTheWay(String name, String expected, BasicFileAttributes there) {
    return new RaggedException(
        "'"
            + folder.resolve(name)
            + "' is "
            + (there.isSymbolicLink()
                ? "a link"
                : there.isDirectory()
                    ? "a folder"
                    : there.isRegularFile() ? "a file" : "a pipe or device")
            + " where a folder of backups has "
            + expected
            + "; remove it, or name another folder.");
  }

  /**
   * Refuses a folder that is no place for backups: one with other things in it, or of another user,
   * who could change and read them.
   */
  void requireFit() throws IOException {
    if (at(folder) == null) {
      return;
    }
    if (!hasBackups()) {
      requireEmpty();
    }
    Path real = folder.toRealPath();
    // One of each owner: to find out who this user is means to make a file.
    Map<Integer, Path> owned = new LinkedHashMap<>();
    for (Path each :
        List.of(real, real.resolve(FILES), real.resolve(BACKUPS), real.resolve(LOCK))) {
      if (at(each) != null) {
        Ownership.of(each).ifPresent(state -> owned.putIfAbsent(state.uid(), each));
      }
    }
    for (Map.Entry<Integer, Path> each : owned.entrySet()) {
      requireOwn(each.getValue(), each.getKey(), real);
    }
  }

  private void requireEmpty() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new RaggedException("'" + folder + "' is not a folder; name another.");
    }
    try (Stream<Path> inside = Files.list(folder)) {
      // What a backup leaves that died at once is as good as empty.
      Set<String> ours = Set.of(LOCK, FILES, BACKUPS);
      if (inside.anyMatch(file -> !ours.contains(file.getFileName().toString()))) {
        throw new RaggedException(
            "'" + folder + "' holds something else; name an empty folder or one with backups.");
      }
    }
  }

  private static void requireOwn(Path path, int owner, Path real) throws IOException {
    if (!isOwn(owner, real)) {
      throw new RaggedException(
          "'"
              + path
              + "' belongs to another user ("
              + Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName()
              + "), who could read and change the backups; name a folder of your own.");
    }
  }

  /** Root may do everything anyway. */
  private static boolean isOwn(int uid, Path real) throws IOException {
    return uid == 0
        || uid == Ownership.ownUid()
        // A network file system may give all files to a user of its own.
        || Files.isWritable(real) && uid == Ownership.ownUid(real);
  }

  /** What the user should know of who else can write here. */
  Optional<String> warning() throws IOException {
    Path real = folder.toRealPath();
    Optional<State> state = Ownership.of(real);
    return state.isPresent() && Ownership.isWrittenByOthers(real, state.get())
        ? Optional.of(
            "Other users can change the backups in '"
                + folder
                + "'; take their right to write there away with 'chmod go-w'.")
        : Optional.empty();
  }

  /** Whether there is something to lock: backups on a read-only medium may lack it. */
  boolean hasLock() throws IOException {
    return at(folder.resolve(LOCK)) != null;
  }

  /**
   * Locks the folder.
   *
   * @throws RaggedException if it is in use
   */
  FileChannel lock(boolean shared) throws IOException {
    Path file = folder.resolve(LOCK);
    FileChannel channel =
        shared
            ? FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
            : PrivateFiles.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      lock = null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new RaggedException(
          "Another backup or restore is using '" + folder + "'; wait until it has ended.");
    }
    return channel;
  }
}
