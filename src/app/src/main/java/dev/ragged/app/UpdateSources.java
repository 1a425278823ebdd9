package dev.ragged.app;

import dev.ragged.RaggedException;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.Patience;
import dev.ragged.app.sources.Registries;
import dev.ragged.ingest.Guarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Brings collections into step with all files and folders that were added to them. */
public final class UpdateSources {

  /**
   * What to update.
   *
   * @param collections their names; none for all that have sources
   * @param verify whether to read files that look unchanged, too
   * @param prune asked whether to remove what may come back
   */
  public record Request(List<String> collections, boolean verify, Predicate<Guarded> prune) {
    /**
     * @throws InvalidRequestException if a name is not valid
     */
    public Request {
      collections = InvalidRequestException.checkedNames(collections);
    }
  }

  /** Hears how far it has come. */
  public interface Listener extends AddFiles.Listener {
    /** A collection is done, or was stopped on the way. */
    default void updated(AddFiles.Report report) {}

    /** A collection could not be updated; the others are tried all the same. */
    default void failed(RaggedException failure) {}
  }

  /**
   * What was done.
   *
   * @param collections in the order in which they were updated
   * @param failed what kept others from being updated
   * @param cancelled whether it stopped early
   */
  public record Report(
      List<AddFiles.Report> collections, List<Map<String, Object>> failed, boolean cancelled) {

    /** Whether everything was brought into step. */
    public boolean ok() {
      return failed.isEmpty()
          && collections.stream().allMatch(one -> one.files().guarded().isEmpty());
    }

    public Map<String, Object> json() {
      return Json.object(
          "collections",
          collections.stream().map(AddFiles.Report::updateJson).toList(),
          "failed",
          failed,
          "cancelled",
          cancelled);
    }
  }

  private final StoreRouter stores;
  private final Supplier<Patience> patience;

  public UpdateSources(StoreRouter stores) {
    this.stores = stores;
    this.patience = stores::patience;
  }

  /**
   * @param patience how long to wait for others that write to a collection
   */
  public UpdateSources(StoreRouter stores, Patience patience) {
    this.stores = stores;
    this.patience = () -> patience;
  }

  /** Updates them. Cancelled, it keeps what is done. */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    List<String> names =
        request.collections().isEmpty()
            ? new Registries(stores.dataDir()).names()
            : request.collections();
    List<AddFiles.Report> done = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    for (String name : names) {
      if (cancellation.isCancelled()) {
        break;
      }
      CollectionUpdate update =
          new CollectionUpdate(
              stores,
              new CollectionUpdate.Task(
                  name,
                  false,
                  List.of(),
                  true,
                  List.of(),
                  List.of(),
                  PassageSize.DEFAULT,
                  request.verify(),
                  request.prune(),
                  patience.get()));
      listener.started(update::soFar);
      try {
        AddFiles.Report report = update.run(listener, cancellation);
        done.add(report);
        listener.updated(report);
      } catch (RaggedException e) {
        listener.failed(e);
        failed.add(Json.object("collection", name, "error", e.getMessage()));
      }
    }
    return new Report(done, failed, cancellation.isCancelled());
  }
}
