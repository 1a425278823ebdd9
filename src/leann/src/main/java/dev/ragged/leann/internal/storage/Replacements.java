package dev.ragged.leann.internal.storage;

import dev.ragged.NoSuchCollectionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;

/**
 * Puts one collection in the place of another with two renames. A crash between them leaves the old
 * one under a name that begins with a dot, and no new one: whoever looks for it next puts it back.
 * Meanwhile the lock of the old one is held, so that nobody does so while its replacer is alive.
 */
final class Replacements {
  /**
   * Held by threads that take the lock of a replaced collection. Two in one process may not both
   * try: the lock is the process's, under another path than the one that was locked.
   */
  private static final Object TURN = new Object();

  private final StoreFolder store;

  Replacements(StoreFolder store) {
    this.store = store;
  }

  /**
   * Puts a new collection in the place of one that nobody is writing to. The caller makes it
   * durable and sweeps.
   *
   * @throws IOException if the old one stays
   */
  void replace(UnfinishedCollection made, String name) throws IOException {
    synchronized (TURN) {
      finish(name);
      try (Closeable lock = lock(store.folder(name), name)) {
        swap(made, name);
      }
    }
  }

  /**
   * Makes a collection from another, the lock of which is held all the time, and puts it in its
   * place. The caller makes that durable and sweeps.
   *
   * @throws IOException if the old one stays
   */
  void rebuild(UnfinishedCollection made, String name, StoreFolder.Contents contents)
      throws IOException {
    Path old = store.folder(name);
    try (Closeable lock = lock(old, name)) {
      if (!store.isThere(name)) { // dropped or renamed until the lock was taken
        StoreFolder.removeDebris(old);
        throw new NoSuchCollectionException(name);
      }
      WriterLock.announce(old);
      try {
        contents.write(made.folder(), made.index());
        made.sync();
      } finally {
        WriterLock.withdraw(old);
      }
      synchronized (TURN) {
        finish(name);
        swap(made, name);
      }
    }
  }

  private void swap(UnfinishedCollection made, String name) throws IOException {
    String aside = CollectionFolders.replaced(name);
    store.move(store.folder(name), aside);
    boolean success = false;
    try {
      store.sync(); // or a power loss could keep the second rename only
      store.move(made.folder(), name);
      made.published();
      success = true;
    } finally {
      if (!success) {
        putBackQuietly(store.folder(aside), name);
      }
    }
  }

  /** The lock of a collection, which one without an index does not have. */
  private static Closeable lock(Path folder, String name) throws IOException {
    Path index = folder.resolve(StoreFolder.INDEX);
    if (!Files.isDirectory(index)) {
      return () -> {};
    }
    Directory directory = IndexFolder.open(index);
    try {
      Lock lock =
          name == null
              ? directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)
              : WriterLock.take(directory, folder, name);
      return () -> IOUtils.closeWhileHandlingException(lock, directory);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    }
  }

  private void putBackQuietly(Path aside, String name) {
    try {
      store.move(aside, name);
      store.sync();
    } catch (IOException | RuntimeException e) {
      // Whoever looks for it next tries again.
    }
  }

  /** Puts back a collection whose replacer died. Returns whether it is there. */
  boolean putBack(String name) {
    try {
      putBack(store.list());
    } catch (IOException e) {
      return false;
    }
    return store.isThere(name);
  }

  /** Puts back all collections whose replacers died, as far as it can. */
  void putBack(List<Path> folders) {
    for (Path aside : folders) {
      String name = CollectionFolders.nameOfReplaced(aside);
      if (name == null || store.isThere(name)) {
        continue;
      }
      synchronized (TURN) {
        try (Closeable lock = lock(aside, null)) {
          if (!store.isThere(name) && CollectionFolders.isCollection(aside)) {
            putBackQuietly(aside, name);
          }
        } catch (IOException e) {
          continue; // its replacer is alive, or it cannot be moved
        }
      }
    }
  }

  /** Gives what was replaced the name of something dropped. Returns whether there was any. */
  boolean retire(List<Path> folders) throws IOException {
    boolean any = false;
    for (Path aside : folders) {
      String name = CollectionFolders.nameOfReplaced(aside);
      if (name != null && store.isThere(name)) {
        store.move(aside, StoreFolder.DROPPED + aside.getFileName().toString().substring(1));
        any = true;
      }
    }
    return any;
  }

  /** Before a collection goes: what it has replaced may not come back in its stead. */
  void finish(String name) throws IOException {
    List<Path> asides =
        store.list().stream()
            .filter(folder -> name.equals(CollectionFolders.nameOfReplaced(folder)))
            .toList();
    if (retire(asides)) {
      store.sync();
    }
  }
}
