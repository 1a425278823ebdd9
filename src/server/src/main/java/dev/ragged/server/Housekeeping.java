package dev.ragged.server;

import dev.ragged.OperationInterruptedException;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.PowerSupply;
import dev.ragged.app.SearchService;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a server does unasked: it makes a first search, so that nobody's first question waits for
 * the model, gives up collections that are gone, and embeds passages ahead of the questions.
 */
final class Housekeeping implements AutoCloseable {
  private static final int SWEEP_SECONDS = 60;
  private static final int IDLE_SECONDS = 2;

  /** Passages that are embedded before it looks whether somebody asks: some tenths of a second. */
  private static final int AT_ONCE = 8;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "ragged-housekeeping");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * @param collection of the first search, which need not exist
   * @param warm whether to embed passages while nobody asks
   */
  Housekeeping(OpenCollections open, String collection, boolean warm) {
    thread.execute(() -> warmUp(open, collection));
    thread.scheduleWithFixedDelay(open::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    if (warm) {
      thread.scheduleWithFixedDelay(
          () -> embedAhead(open), IDLE_SECONDS, IDLE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void embedAhead(OpenCollections open) {
    try {
      while (open.idle().toSeconds() >= IDLE_SECONDS
          && !PowerSupply.ofSystem().isBattery()
          && open.warm(AT_ONCE) > 0) {
        OperationInterruptedException.throwIfInterrupted("Embedding ahead");
      }
    } catch (RaggedException | IllegalStateException e) {
      // The server stops, or whoever asks hears what is wrong.
    }
  }

  private static void warmUp(OpenCollections open, String collection) {
    try (SearchService service =
        open.search(
            List.of(collection),
            SearchMode.AUTO,
            e -> {
              throw e;
            })) {
      service.search(SearchRequest.text("Is anybody there?").withK(1));
    } catch (RaggedException | IllegalStateException e) {
      // There is no such collection yet, or the server stops; whoever asks hears what is wrong.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
