package dev.ragged.leann.internal.storage;

import dev.ragged.spi.DataFolders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;

/**
 * The folder of a collection that is being made. Its maker holds the writer's lock in it, so that
 * others know that it is alive.
 */
public final class UnfinishedCollection implements Closeable {
  private final Path folder;
  private final Directory index;
  private final Lock lock;
  private boolean published;

  /**
   * Takes the lock.
   *
   * @throws IOException if another process has taken the folder for a dead one's
   */
  UnfinishedCollection(Path folder) throws IOException {
    this.folder = folder;
    boolean success = false;
    Directory opened = null;
    Lock taken = null;
    try {
      DataFolders.create(folder.resolve(StoreFolder.INDEX));
      opened = IndexFolder.open(folder.resolve(StoreFolder.INDEX));
      taken = opened.obtainLock(IndexWriter.WRITE_LOCK_NAME);
      taken.ensureValid();
      success = true;
    } finally {
      if (!success) {
        synchronized (StoreFolder.REMOVING) {
          IOUtils.closeWhileHandlingException(taken, opened);
          StoreFolder.removeQuietly(folder);
        }
      }
    }
    this.index = opened;
    this.lock = taken;
  }

  public Path folder() {
    return folder;
  }

  /** The index in it. */
  Directory index() {
    return index;
  }

  /** Makes all names in it durable, before it gets a name of its own. */
  void sync() throws IOException {
    DataFolders.sync(folder.resolve(StoreFolder.INDEX));
    DataFolders.sync(folder);
    lock.ensureValid();
  }

  void published() {
    published = true;
  }

  /** Releases the lock, and removes what was not published. */
  @Override
  public void close() {
    synchronized (StoreFolder.REMOVING) {
      IOUtils.closeWhileHandlingException(lock, index);
      if (!published) {
        StoreFolder.removeQuietly(folder);
      }
    }
  }
}
