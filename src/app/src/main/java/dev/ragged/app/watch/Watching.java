package dev.ragged.app.watch;

import dev.ragged.app.Cancellation;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.sources.Registries;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the watches of all collections share.
 *
 * @param dataDir the real path of where ragged writes itself
 * @param updates lets one of them update at a time: each update has a model of its own in memory,
 *     and takes all processors
 */
record Watching(
    StoreRouter stores,
    Registries registries,
    Path dataDir,
    FolderEvents events,
    Pace pace,
    Cancellation cancellation,
    Semaphore updates,
    Watch.Listener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final int LOOK_MILLIS = 100;

  /** Waits for the turn to update; returns false if it is to wait no longer. */
  boolean takeTurn(BooleanSupplier stop) {
    try {
      while (!stop.getAsBoolean()) {
        if (updates.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  void endTurn() {
    updates.release();
  }

  /** Tells the listener something; what it throws ends nothing. */
  void tell(Consumer<Watch.Listener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException e) {
      LOG.warn("A listener of a watch failed.", e);
    }
  }
}
