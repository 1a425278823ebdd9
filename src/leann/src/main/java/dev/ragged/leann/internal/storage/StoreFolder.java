package dev.ragged.leann.internal.storage;

import dev.ragged.CollectionExistsException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;

/**
 * The folder of a store, with a folder for each collection. Creating, renaming and dropping are
 * each one rename of such a folder, made durable; what is not yet or no longer a collection has a
 * name that begins with a dot. Several processes may do so at once: of two renames to one name the
 * file system refuses the second, because a collection's folder is never empty.
 */
public final class StoreFolder {
  /** The subfolder of a collection that holds its Lucene index. */
  public static final String INDEX = CollectionFolders.INDEX;

  /** Whoever creates it holds the writer's lock in it. */
  private static final String CREATING = ".creating-";

  static final String DROPPED = ".dropped-";

  /**
   * Held by whoever removes or retires an unfinished folder. Lucene makes a missing folder when it
   * takes a lock, and allows one holder of a path in a process: without this, one that looked for
   * the dead could make a folder anew while its creator removes it, and a third would find it
   * locked and leave it.
   */
  static final Object REMOVING = new Object();

  /** How often to begin again after another process took a new folder for a dead one. */
  private static final int ATTEMPTS = 100;

  /** A creator without a lock after so long is dead. */
  private static final int SECONDS_TO_LOCK = 60;

  private final Path directory;
  private final CollectionFolders folders;
  private final Replacements replacements;

  public StoreFolder(Path directory) {
    this.directory = directory;
    this.folders = new CollectionFolders(directory);
    this.replacements = new Replacements(this);
  }

  /** Puts the first commit and the settings of a collection into its new folder. */
  @FunctionalInterface
  public interface Contents {
    void write(Path folder, Directory index) throws IOException;
  }

  public Path folder(String name) {
    return directory.resolve(name);
  }

  /** The names of all collections, in order, sound or not. */
  public List<String> names() throws IOException {
    replacements.putBack(folders.listIfThere());
    // One that somebody is replacing at this moment is none until that is done.
    return folders.names().stream().filter(this::isThere).toList();
  }

  /** Whether there is a collection: its settings, or what is left of its index without them. */
  public boolean exists(String name) {
    return isThere(name) || !name.startsWith(".") && replacements.putBack(name);
  }

  List<Path> list() throws IOException {
    return folders.list();
  }

  boolean isThere(String name) {
    return folders.isThere(name);
  }

  /** Tells a collection's folder from one that has taken its place; null if there is none. */
  public static Object identity(Path folder) throws IOException {
    try {
      Object key = CollectionFolders.attributes(folder.resolve(INDEX)).fileKey();
      return key == null ? INDEX : key; // a file system without keys
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Creates a collection, whole or not at all.
   *
   * @throws CollectionExistsException if the name is taken
   * @throws UnconfirmedWriteException if it is there but may not survive a power failure
   * @throws IOException if it was not created
   */
  public void create(String name, Contents contents) throws IOException {
    try (UnfinishedCollection made = begin()) {
      contents.write(made.folder(), made.index());
      made.sync();
      move(made.folder(), name);
      made.published();
    }
    confirm("created", name);
  }

  /** Makes a folder for a collection, which is none before it is moved to its place. */
  public UnfinishedCollection begin() throws IOException {
    DataFolders.create(directory);
    syncAbove();
    sweep();
    for (int attempt = 1; ; attempt++) {
      try {
        return new UnfinishedCollection(Files.createTempDirectory(directory, CREATING));
      } catch (LockObtainFailedException | NoSuchFileException | FileAlreadyExistsException e) {
        // Another process saw the folder before its lock, and swept it.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Makes an unfinished folder, the files of which are durable, a collection.
   *
   * @param replace whether to take the place of a collection that nobody is writing to; it stays
   *     until the new one is there
   * @throws CollectionExistsException if the name is taken and {@code replace} is false
   * @throws UnconfirmedWriteException if it is there but may not survive a power failure
   * @throws IOException if nothing has changed
   */
  public void restore(UnfinishedCollection made, String name, boolean replace) throws IOException {
    made.sync();
    if (replace && exists(name)) {
      replacements.replace(made, name);
    } else {
      move(made.folder(), name);
      made.published();
    }
    confirm("restored", name);
    sweep();
  }

  /**
   * Puts a collection that is made from another in its place. Nobody else writes to the old one
   * meanwhile; it stays until the new one is there.
   *
   * @throws NoSuchCollectionException if there is none
   * @throws UnconfirmedWriteException if it is there but may not survive a power failure
   * @throws IOException if nothing has changed
   */
  public void rebuild(String name, Contents contents) throws IOException {
    try (UnfinishedCollection made = begin()) {
      replacements.rebuild(made, name, contents);
    }
    confirm("rebuilt", name);
    sweep();
  }

  /** A process that was killed may have made the folders above without syncing their names. */
  private void syncAbove() {
    Path parent = directory.toAbsolutePath().getParent();
    for (int i = 0; i < 2 && parent != null; i++) {
      try {
        DataFolders.sync(parent);
      } catch (IOException e) {
        return; // not ours, or not readable
      }
      parent = parent.getParent();
    }
  }

  /**
   * Renames a collection that nobody is writing to.
   *
   * @throws NoSuchCollectionException if there is none
   * @throws CollectionExistsException if the new name is taken
   * @throws UnconfirmedWriteException if it was renamed but may not survive a power failure
   * @throws IOException if it was not renamed
   */
  public void rename(String from, String to) throws IOException {
    moveLocked(from, to);
    confirm("renamed", from);
    sweep();
  }

  /**
   * Drops a collection that nobody is writing to.
   *
   * @throws NoSuchCollectionException if there is none
   * @throws UnconfirmedWriteException if it is gone but may be back after a power failure
   * @throws IOException if it was not dropped
   */
  public void drop(String name) throws IOException {
    moveLocked(name, DROPPED + name + "-" + System.nanoTime());
    // Before anything is removed, or a power failure could bring back half a collection.
    confirm("dropped", name);
    sweep();
  }

  private void moveLocked(String name, String target) throws IOException {
    replacements.finish(name);
    Path folder = folder(name);
    Directory index = null;
    Lock lock = null;
    try {
      index = IndexFolder.open(folder.resolve(INDEX));
      lock = WriterLock.take(index, folder, name);
      lock.ensureValid();
      if (!CollectionFolders.isCollection(folder)) {
        removeDebris(folder);
        throw new NoSuchCollectionException(name);
      }
      move(folder, target);
    } finally {
      IOUtils.closeWhileHandlingException(lock, index);
    }
  }

  void move(Path from, String name) throws IOException {
    Path target = directory.resolve(name);
    Object moved = identity(from);
    for (boolean cleared = false; ; cleared = true) {
      try {
        Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException e) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
        if (moved != null && !Files.exists(from) && moved.equals(identity(target))) {
          return; // it has happened all the same
        }
        if (CollectionFolders.isCollection(target)) {
          throw new CollectionExistsException(name);
        }
        if (cleared || !removeDebris(target)) {
          throw new FileSystemException(
              target.toString(), null, "something else has this name; move it elsewhere");
        }
      }
    }
  }

  /**
   * Removes the empty folders and the lock file that remain if a process opens a collection at the
   * moment in which another renames it. Returns whether there is nothing left.
   */
  public static boolean removeDebris(Path folder) {
    Path index = folder.resolve(INDEX);
    Path lock = index.resolve(IndexWriter.WRITE_LOCK_NAME);
    try {
      if (!List.of(index).containsAll(CollectionFolders.list(folder))) {
        return false;
      }
      if (Files.isDirectory(index)) {
        if (!List.of(lock).containsAll(CollectionFolders.list(index))) {
          return false;
        }
        Files.deleteIfExists(lock);
        Files.delete(index);
      }
      Files.delete(folder);
      return true;
    } catch (IOException e) {
      return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Makes a rename durable. */
  private void confirm(String done, String name) {
    try {
      sync();
    } catch (IOException e) {
      throw new UnconfirmedWriteException(
          "Collection '"
              + name
              + "' was "
              + done
              + ", but a power failure may still undo it: "
              + IoFailure.reason(e)
              + ".",
          e);
    }
  }

  void sync() throws IOException {
    try {
      DataFolders.sync(directory);
    } catch (IOException e) {
      DataFolders.sync(directory); // too many open files, for example, may be over by now
    }
  }

  /**
   * Removes what is left of collections that were dropped, and of those whose creators have died.
   * What cannot be removed waits for the next time.
   */
  public void sweep() {
    try {
      List<Path> all = list();
      replacements.putBack(all);
      boolean any = replacements.retire(all);
      for (Path folder : all) {
        String name = folder.getFileName().toString();
        if (name.startsWith(CREATING)) {
          any |= retire(folder);
        }
        any |= name.startsWith(DROPPED);
      }
      if (any) {
        sync(); // a drop that a power failure undoes must come back whole
        for (Path folder : list()) {
          if (folder.getFileName().toString().startsWith(DROPPED)) {
            removeQuietly(folder);
          }
        }
      }
    } catch (IOException e) {
      // Next time.
    }
  }

  /** What creators that have died left, a sentence each; the next that writes removes it. */
  public List<String> leftovers() throws IOException {
    List<String> leftovers = new ArrayList<>();
    for (Path folder : folders.listIfThere()) {
      if (folder.getFileName().toString().startsWith(CREATING) && isAbandoned(folder)) {
        leftovers.add(
            folder
                + " is left of a collection that was never finished; the next command that creates"
                + " or changes a collection removes it.");
      }
    }
    return leftovers;
  }

  private static boolean isAbandoned(Path unfinished) {
    synchronized (REMOVING) {
      Path index = unfinished.resolve(INDEX);
      try {
        if (!Files.exists(index.resolve(IndexWriter.WRITE_LOCK_NAME))) {
          // Its creator takes the lock at once.
          Instant made = Files.getLastModifiedTime(unfinished).toInstant();
          return made.isBefore(Instant.now().minusSeconds(SECONDS_TO_LOCK));
        }
        try (Directory directory = IndexFolder.open(index);
            Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
          lock.ensureValid();
          return true;
        }
      } catch (IOException e) {
        return false; // its creator is alive, or it is gone
      }
    }
  }

  /** Renames a folder whose creator is dead, so that one who is alive notices in time. */
  private boolean retire(Path unfinished) {
    synchronized (REMOVING) {
      if (!Files.exists(unfinished)) {
        return false; // removed by its creator since it was listed
      }
      try (Directory index = IndexFolder.open(unfinished.resolve(INDEX));
          Lock lock = index.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        lock.ensureValid();
        String name = DROPPED + unfinished.getFileName().toString().substring(1);
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (IOException e) {
        return false; // its creator is alive, or it cannot be removed
      }
    }
  }

  static void removeQuietly(Path folder) {
    try {
      IOUtils.rm(folder);
    } catch (IOException e) {
      // Swept later.
    }
  }
}
