package dev.ragged.leann.internal.storage;

import dev.ragged.CollectionLockedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The lock of a collection's one writer. It is Lucene's; a file beside it names the holder, for the
 * message to a second writer, and means nothing when the lock is free.
 */
public final class WriterLock {
  private static final String FILE = "writer.txt";

  private WriterLock() {}

  /** Records that this process holds the lock, if it can: nothing depends on it but a message. */
  public static void announce(Path folder) {
    String holder =
        "process "
            + ProcessHandle.current().pid()
            + " since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try {
      Files.deleteIfExists(folder.resolve(FILE)); // whatever it is: a pipe would wait for ever
      Files.writeString(
          folder.resolve(FILE),
          holder,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      withdraw(folder); // rather nobody than somebody else
    }
  }

  /** Removes the record. */
  public static void withdraw(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(FILE));
    } catch (IOException e) {
      // It means nothing when the lock is free.
    }
  }

  /**
   * Takes the lock.
   *
   * @throws CollectionLockedException if another writer holds it
   */
  public static Lock take(Directory index, Path folder, String collection) throws IOException {
    try {
      return index.obtainLock(IndexWriter.WRITE_LOCK_NAME);
    } catch (LockObtainFailedException e) {
      throw locked(folder, collection);
    }
  }

  /** The error for a second writer. */
  public static CollectionLockedException locked(Path folder, String collection) {
    String holder = "another process";
    try {
      if (Files.isRegularFile(folder.resolve(FILE))) {
        holder = Files.readString(folder.resolve(FILE), StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException e) {
      // It has just taken the lock, or died before saying who it is.
    } catch (IOException e) {
      holder = "another process (" + e.getMessage() + ")";
    }
    if (holder.isBlank()) {
      holder = "another process";
    }
    return new CollectionLockedException(collection, holder);
  }
}
