package dev.ragged.app.watch;

import dev.ragged.RaggedException;
import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.sources.Registries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Keeps all collections in step with the files and folders that were added to them, until it is
 * closed. What has changed while nothing watched is taken up at the start; sources that other
 * processes add or remove are noticed.
 *
 * <p>Changes are heard of by events of the operating system where there are any, and found by scans
 * elsewhere; sources that events tell of are scanned from time to time all the same. A file is read
 * once it has come to rest. Nothing is removed that may come back, such as the files of a disk that
 * is not mounted. Safe for use by several threads.
 */
public final class Watch implements AutoCloseable {
  /** An update that is stopped writes what it has embedded; then it ends. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(60);

  /** Hears what a watch does, on several threads. What it throws ends nothing. */
  public interface Listener {
    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /** A collection is in step with its sources, except for its report's problems. */
    default void updated(AddFiles.Report report) {}

    /** Something is odd about a source, such as that it is missing; said once while it lasts. */
    default void problem(String collection, String sentence) {}

    /** An update waits for somebody else who writes to the collection; said once for each wait. */
    default void waiting(String collection, String holder) {}

    /**
     * A collection could not be updated.
     *
     * @param sentence what was wrong
     * @param retry when it is tried again
     */
    default void failed(String collection, String sentence, Duration retry) {}
  }

  private final Watching shared;
  private final Thread thread;

  /** Guarded by this. */
  private final Map<String, CollectionWatch> collections = new TreeMap<>();

  private volatile boolean registriesChanged;
  private final FolderEvents.Interest registries = () -> registriesChanged = true;
  private String failure;

  Watch(StoreRouter stores, Listener listener, Pace pace, FolderEvents events) {
    this.shared =
        new Watching(
            stores,
            new Registries(stores.dataDir()),
            real(stores.dataDir()),
            events,
            pace,
            new Cancellation(),
            new Semaphore(1, true),
            listener);
    this.thread = new Thread(this::run, "ragged-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins to watch, and returns at once.
   *
   * @param stores stays open until this is closed
   */
  public static Watch start(StoreRouter stores, Listener listener) {
    return new Watch(stores, listener, Pace.DEFAULT, new FolderEvents());
  }

  private static Path real(Path dataDir) {
    try {
      return dataDir.toRealPath();
    } catch (IOException e) {
      return dataDir.toAbsolutePath().normalize(); // nothing was added yet
    }
  }

  /** How each source is watched now, in order of collection and path. */
  public synchronized List<WatchedSource> status() {
    return collections.values().stream().flatMap(one -> one.status().stream()).toList();
  }

  private void run() {
    try {
      while (!shared.cancellation().isCancelled()) {
        lookAtRegistries();
        long end = System.nanoTime() + shared.pace().look().toNanos();
        long left;
        while (!registriesChanged && (left = end - System.nanoTime()) > 0) {
          shared.events().dispatch(1 + left / 1_000_000);
          if (shared.cancellation().isCancelled()) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtRegistries() {
    registriesChanged = false;
    try {
      shared.events().watch(shared.registries().folder(), registries);
    } catch (FolderEvents.TooManyException e) {
      // The look from time to time will do.
    }
    Set<String> names;
    try {
      names = new HashSet<>(shared.registries().names());
      failure = null;
    } catch (RaggedException e) {
      if (!e.getMessage().equals(failure)) {
        failure = e.getMessage();
        shared.tell(listener -> listener.failed("", failure, shared.pace().look()));
      }
      return;
    }
    synchronized (this) {
      collections.forEach(
          (name, one) -> {
            if (!names.contains(name)) {
              one.stop();
            }
          });
      collections.values().removeIf(CollectionWatch::hasEnded);
      if (!shared.cancellation().isCancelled()) {
        names.forEach(
            name -> collections.computeIfAbsent(name, key -> new CollectionWatch(key, shared)));
      }
    }
  }

  /** Stops in good order: an update that runs keeps what it has embedded. */
  @Override
  public void close() {
    shared.cancellation().cancel();
    shared.events().close();
    List<CollectionWatch> running;
    synchronized (this) {
      running = List.copyOf(collections.values());
    }
    running.forEach(CollectionWatch::stop);
    long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
    try {
      thread.join(LONGEST_CLOSE.toMillis());
      for (CollectionWatch one : running) {
        one.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
