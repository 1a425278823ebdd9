package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.storage.Commits;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.IOUtils;

/**
 * An index as its writer sees it. Knows how far a commit has come, which Lucene does not tell if it
 * fails: it renames the commit to its final name, syncs the folder and, if that fails, removes the
 * commit again, as far as it can.
 */
final class WriterDirectory extends FilterDirectory {
  private final Path folder;

  /** The commit that was renamed last, or null since a commit began. */
  private String published;

  private Path undeleted;

  /** Taken before Lucene asks for it, and not handed over yet; else null. */
  private Lock held;

  private WriterDirectory(Directory in, Path folder) {
    super(in);
    this.folder = folder;
  }

  /** A directory of its own, since Lucene's remember for ever what they could not delete. */
  static WriterDirectory open(Path index) throws IOException {
    return new WriterDirectory(IndexFolder.open(index), index);
  }

  /** A directory of the caller's, who holds its lock and closes it. */
  static WriterDirectory of(Directory directory, Path index) {
    return new WriterDirectory(locked(directory), index);
  }

  /** A directory whose lock the caller holds already, and who closes it. */
  static Directory locked(Directory directory) {
    return new FilterDirectory(directory) {
      @Override
      public Lock obtainLock(String name) throws IOException {
        return NoLockFactory.INSTANCE.obtainLock(in, name);
      }

      @Override
      public void close() {
        // The caller does.
      }
    };
  }

  /**
   * Takes the writer's lock before Lucene does, so that what is read for it is not what another
   * writer is about to replace.
   */
  void lock() throws IOException {
    held = take(IndexWriter.WRITE_LOCK_NAME);
  }

  @Override
  public Lock obtainLock(String name) throws IOException {
    if (held == null) {
      return take(name);
    }
    Lock lock = held;
    held = null;
    return lock;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(held, in);
  }

  /** Takes the lock, and removes what crashes have left before Lucene looks at it. */
  private Lock take(String name) throws IOException {
    Lock lock = in.obtainLock(name);
    boolean success = false;
    try {
      Commits.removeEarlier(in);
      CollectionCoders.deleteUnused(in);
      success = true;
      return lock;
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(lock);
      }
    }
  }

  /** Before a commit. */
  synchronized void beginCommit() {
    published = null;
  }

  /** Whether the commit begun last may be in place. */
  synchronized boolean mayBePublished() {
    return published != null;
  }

  @Override
  public synchronized void rename(String source, String dest) throws IOException {
    if (dest.startsWith(IndexFileNames.SEGMENTS)) {
      published = dest;
    }
    in.rename(source, dest);
  }

  /**
   * Not by Lucene, which takes it that this cannot fail and goes on if it does: an interrupted
   * thread cannot sync anything, and its write must not count as durable.
   */
  @Override
  public void syncMetaData() throws IOException {
    try {
      DataFolders.sync(folder);
    } catch (IOException e) {
      DataFolders.sync(folder); // too many open files, for example, may be over by now
    }
  }

  /**
   * Deletes nothing more once this commit could not be deleted: whoever reads it needs its files.
   */
  @Override
  public synchronized void deleteFile(String name) throws IOException {
    if (undeleted != null && Files.exists(undeleted, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(undeleted + " could not be deleted");
    }
    in.deleteFile(name);
    if (name.equals(published)) {
      undeleted = folder.resolve(name);
    }
  }
}
