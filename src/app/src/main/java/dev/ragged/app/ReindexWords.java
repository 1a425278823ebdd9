package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.RaggedException;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import dev.ragged.migrate.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Makes the words of collections that earlier versions made as new collections have them. */
public final class ReindexWords {

  /**
   * What to renew.
   *
   * @param collections their names; none for all that have an index of words
   */
  public record Request(List<String> collections) {
    /**
     * @throws InvalidRequestException if a name is not valid
     */
    public Request {
      List<String> names = collections.stream().distinct().toList();
      InvalidRequestException.check(() -> names.forEach(CollectionSpec::checkName));
      collections = names;
    }
  }

  /** Hears how far it has come. */
  public interface Listener {
    /** So many passages of a collection have been read. */
    void read(String collection, long done, long all);

    /** A collection is done. */
    void done(Reindexed one);

    /** A collection stays as it was; the others are tried all the same. */
    void failed(RaggedException failure);
  }

  /**
   * A collection with the words of new ones.
   *
   * @param renewed false if it had them before
   * @param before bytes on disk; null where they are not known
   */
  public record Reindexed(
      String collection,
      String backend,
      boolean renewed,
      long passages,
      StorageStats.Bytes before,
      StorageStats.Bytes after) {
    Map<String, Object> json() {
      return Json.object(
          "collection",
          collection,
          "backend",
          backend,
          "renewed",
          renewed,
          "records",
          passages,
          "bytes",
          Json.object("before", ResultJson.of(before), "after", ResultJson.of(after)));
    }
  }

  /**
   * What was done.
   *
   * @param failed what kept others from being renewed
   * @param cancelled whether it stopped early
   */
  public record Report(
      List<Reindexed> collections, List<Map<String, Object>> failed, boolean cancelled) {
    public Map<String, Object> json() {
      return Json.object(
          "collections",
          collections.stream().map(Reindexed::json).toList(),
          "failed",
          failed,
          "cancelled",
          cancelled);
    }
  }

  private final StoreRouter stores;

  public ReindexWords(StoreRouter stores) {
    this.stores = stores;
  }

  /** Renews them. Cancelled, it keeps those that are done; the one at hand stays as it was. */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    Run run = new Run(listener, cancellation);
    if (request.collections().isEmpty()) {
      stores.forEachStore(run::all, failure -> run.failed(null, failure));
    } else {
      request.collections().forEach(run::one);
    }
    return new Report(run.done, run.failed, cancellation.isCancelled());
  }

  private final class Run {
    private final Listener listener;
    private final Cancellation cancellation;
    private final List<Reindexed> done = new ArrayList<>();
    private final List<Map<String, Object>> failed = new ArrayList<>();

    Run(Listener listener, Cancellation cancellation) {
      this.listener = listener;
      this.cancellation = cancellation;
    }

    void all(VectorStore store) {
      if (hasWords(store)) {
        store.names().stream()
            .filter(name -> !Migration.isWorkingCopy(name))
            .forEach(name -> reindex(store, name));
      }
    }

    void one(String name) {
      try (VectorStore store = stores.openFor(name, null)) {
        if (!hasWords(store)) {
          throw new RaggedException(
              "Collection '"
                  + name
                  + "' is in "
                  + store.backend()
                  + ", which keeps no index of words that could be renewed.");
        }
        reindex(store, name);
      } catch (RaggedException e) {
        failed(name, e);
      }
    }

    private void reindex(VectorStore store, String name) {
      try {
        Reindexed one =
            stores
                .turns()
                .take(name, "reindex", cancellation::isCancelled, () -> inTurn(store, name));
        done.add(one);
        listener.done(one);
      } catch (CancellationException e) {
        return; // the report says so
      } catch (RaggedException e) {
        failed(name, e);
      }
    }

    void failed(String name, RaggedException failure) {
      listener.failed(failure);
      failed.add(Json.object("collection", name, "error", failure.getMessage()));
    }

    private Reindexed inTurn(VectorStore store, String name) {
      CollectionInfo info;
      StorageStats.Bytes before;
      try (VectorCollection collection = store.open(name)) {
        info = collection.info();
        before = collection.stats().bytes();
      }
      boolean renewed = store.reindexWords(name, read -> read(info, read));
      if (!renewed) {
        return new Reindexed(name, store.backend(), false, info.passages(), before, before);
      }
      try (VectorCollection collection = store.open(name)) {
        StorageStats after = collection.stats();
        return new Reindexed(name, store.backend(), true, after.passages(), before, after.bytes());
      }
    }

    private void read(CollectionInfo info, long read) {
      if (cancellation.isCancelled()) {
        throw new CancellationException();
      }
      listener.read(info.name(), read, info.passages());
    }
  }

  private static boolean hasWords(VectorStore store) {
    return store.capabilities().contains(Capability.LEXICAL_SEARCH);
  }
}
