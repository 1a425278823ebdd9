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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Folders of which this process, or what one class loader has of it, holds the lock. */
  private static final Map<Path, Instant> HELD_HERE = new ConcurrentHashMap<>();

  private WriterLock() {}

  /** Records that this process holds the lock, if it can: nothing depends on it but a message. */
  public static void announce(Path folder) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String holder = "process " + ProcessHandle.current().pid() + " since " + now;
    HELD_HERE.put(key(folder), now);
    try {
      Files.deleteIfExists(folder.resolve(FILE)); // whatever it is: a pipe would wait for ever
      Files.writeString(
          folder.resolve(FILE),
          holder,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      remove(folder); // rather nobody than somebody else
    }
  }

  private static Path key(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  /** Removes the record. */
  public static void withdraw(Path folder) {
    HELD_HERE.remove(key(folder));
    remove(folder);
  }

  private static void remove(Path folder) {
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
    Instant here = HELD_HERE.get(key(folder));
    if (here != null) {
      return new CollectionLockedException(
          collection, "another store of this process since " + here);
    }
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
