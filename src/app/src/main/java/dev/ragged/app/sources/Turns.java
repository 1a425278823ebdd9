package dev.ragged.app.sources;

import dev.ragged.CollectionLockedException;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.PrivateFiles;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets commands that write to a collection take turns, in one process or in several. Whoever has
 * the turn holds a lock on a file beside the collection's registry, and writes there who it is. The
 * lock goes with its process; the file stays, and means nothing without it.
 *
 * <p>A program that writes through the library takes no turn. It is waited for all the same, where
 * a backend says that the collection is locked.
 */
public final class Turns {
  private static final String LOCK = ".lock";

  /** The one byte that is locked, far behind what is written: Windows lets nobody read that. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  private static final int MAX_HOLDER = 200;
  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final int LONGEST_PAUSE_MILLIS = 500;

  /** Who has the turns that threads of this process have. */
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path folder;
  private final Patience patience;

  public Turns(Path dataDir, Patience patience) {
    this.folder = dataDir.resolve(Registries.FOLDER).toAbsolutePath();
    this.patience = patience;
  }

  /**
   * Waits for a turn and does something in it.
   *
   * @param what what others are told that this does, such as {@code update}
   * @param stop whether to wait no longer
   * @param work is done again from its beginning if the collection proves to be locked by a program
   *     that takes no turns
   * @throws CollectionLockedException if others are not done in time
   * @throws CancellationException if {@code stop} ended the wait
   */
  public <T> T take(String collection, String what, BooleanSupplier stop, Supplier<T> work) {
    long start = System.nanoTime();
    int pause = FIRST_PAUSE_MILLIS;
    boolean told = false;
    while (true) {
      CollectionLockedException locked;
      try (Turn turn = turn(collection, what)) {
        return work.get();
      } catch (CollectionLockedException e) {
        locked = e;
      }
      double spent = (System.nanoTime() - start) / 1e9;
      if (spent >= patience.seconds()) {
        throw locked;
      }
      if (!told) {
        told = true;
        patience
            .waiting()
            .accept(
                "Waiting for " + locked.holder() + ", which writes to '" + collection + "' now.");
      }
      pause(Math.min(pause, 1 + (long) ((patience.seconds() - spent) * 1e3)), stop);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private static void pause(long millis, BooleanSupplier stop) {
    try {
      if (!stop.getAsBoolean()) {
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
    if (stop.getAsBoolean()) {
      throw new CancellationException();
    }
  }

  private Turn turn(String collection, String what) {
    Path file = folder.resolve(Registries.stem(collection) + LOCK);
    String holder =
        "process "
            + ProcessHandle.current().pid()
            + " ("
            + what
            + " since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + ")";
    // A process that opens the file twice would lose its lock when it closes either.
    String other = HELD.putIfAbsent(file, holder);
    if (other != null) {
      throw new CollectionLockedException(collection, other);
    }
    FileChannel channel = null;
    boolean success = false;
    try {
      DataFolders.create(folder);
      channel =
          PrivateFiles.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock(LOCKED, 1, false) == null) {
        throw new CollectionLockedException(collection, holder(channel));
      }
      announce(channel, holder);
      success = true;
      return new Turn(file, channel);
    } catch (IOException e) {
      throw FileTrouble.of("Cannot lock collection '" + collection + "'", folder, e);
    } finally {
      if (!success) {
        new Turn(file, channel).close();
      }
    }
  }

  /** Says who holds the lock, if it can: on a full disk somebody may be about to make room. */
  private static void announce(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      return; // others then wait for "another process"
    }
  }

  /** Who holds the lock, if it has said so by now. */
  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_HOLDER);
    channel.read(bytes, 0);
    String holder = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    return holder.startsWith("process ") ? holder : "another process";
  }

  private record Turn(Path file, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        // The lock goes with the process at the latest.
      } finally {
        HELD.remove(file);
      }
    }
  }
}
