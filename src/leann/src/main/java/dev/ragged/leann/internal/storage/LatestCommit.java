package dev.ragged.leann.internal.storage;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;

/** Reads the last commit of an index, of whatever process. Safe for use by several threads. */
public final class LatestCommit implements Closeable {
  private static final int ATTEMPTS = 10;

  /** Two changes of a folder may have the same time if they are no further apart: that of FAT. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final OpenedFolder opened;
  private final SearcherManager searchers;

  /** When the folder had last changed when its commit was read; null if it may change unnoticed. */
  private volatile FileTime read;

  /** Reads one state of a collection. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(IndexSearcher searcher) throws IOException;
  }

  /**
   * @param opened the folder that must be the one that was opened
   * @param index not closed
   */
  public LatestCommit(OpenedFolder opened, Directory index, int dimension) throws IOException {
    this.opened = opened;
    this.searchers = new SearcherManager(index, new CheckedSearchers(dimension));
  }

  /** Reads, and reads again if the files of the commit are gone meanwhile. */
  public <T> T read(Reading<T> reading) throws IOException {
    for (int attempt = 1; ; attempt++) {
      opened.require();
      try {
        refresh();
        IndexSearcher searcher = searchers.acquire();
        try {
          return reading.read(searcher);
        } finally {
          searchers.release(searcher);
        }
      } catch (NoSuchFileException | FileNotFoundException e) {
        // A writer may have merged it away since the commit was read: look at the next one.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Looks for another commit, unless no file has come or gone: looking takes as long as a scan. */
  private void refresh() throws IOException {
    FileTime changed = opened.changed();
    if (!changed.equals(read)) {
      Instant now = Instant.now();
      searchers.maybeRefreshBlocking();
      read = changed.toInstant().isBefore(now.minus(TICK)) ? changed : null;
    }
  }

  @Override
  public void close() throws IOException {
    searchers.close();
  }
}
