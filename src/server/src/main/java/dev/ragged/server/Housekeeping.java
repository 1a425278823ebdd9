package dev.ragged.server;

import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.OpenCollections;
import dev.ragged.app.SearchService;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a server does unasked: it makes a first search, so that nobody's first question waits for
 * the model, and gives up collections that are gone.
 */
final class Housekeeping implements AutoCloseable {
  private static final int SWEEP_SECONDS = 60;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "ragged-housekeeping");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * @param collection of the first search, which need not exist
   */
  Housekeeping(OpenCollections open, String collection) {
    thread.execute(() -> warmUp(open, collection));
    thread.scheduleWithFixedDelay(open::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
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
