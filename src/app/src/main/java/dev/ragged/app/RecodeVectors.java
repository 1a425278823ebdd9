package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Makes the vectors of collections in the bytes that those of new collections take. */
public final class RecodeVectors {

  /**
   * What to recode.
   *
   * @param collections their names, at least one
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
    /** So many passages of a collection have been read, and embedded where that is needed. */
    void read(String collection, long done, long all);

    /** A collection is done. */
    void done(Recoded one);

    /** A collection stays as it was; the others are tried all the same. */
    void failed(RaggedException failure);
  }

  /**
   * A collection with other vectors.
   *
   * @param recoded false if they took these bytes before
   * @param bytesBefore of everything on disk; null where they are not known
   */
  public record Recoded(
      CollectionInfo before,
      CollectionInfo after,
      boolean recoded,
      StorageStats.Bytes bytesBefore,
      StorageStats.Bytes bytesAfter) {
    Map<String, Object> json() {
      return Json.object(
          "collection",
          after.name(),
          "backend",
          after.backend(),
          "recoded",
          recoded,
          "records",
          after.passages(),
          "bytes_per_vector",
          Json.object("before", before.bytesPerVector(), "after", after.bytesPerVector()),
          "bytes",
          Json.object("before", ResultJson.of(bytesBefore), "after", ResultJson.of(bytesAfter)));
    }
  }

  /**
   * What was done.
   *
   * @param failed what kept others from being recoded
   * @param cancelled whether it stopped early
   */
  public record Report(
      List<Recoded> collections, List<Map<String, Object>> failed, boolean cancelled) {
    public Map<String, Object> json() {
      return Json.object(
          "collections",
          collections.stream().map(Recoded::json).toList(),
          "failed",
          failed,
          "cancelled",
          cancelled);
    }
  }

  private final StoreRouter stores;

  public RecodeVectors(StoreRouter stores) {
    this.stores = stores;
  }

  /** Recodes them. Cancelled, it keeps those that are done; the one at hand stays as it was. */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    List<Recoded> done = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    try (Embedder model = stores.embedderForLongWork()) {
      for (String name : request.collections()) {
        try (VectorStore store = stores.openFor(name, model)) {
          Recoded one =
              stores
                  .turns()
                  .take(
                      name,
                      "recode",
                      cancellation::isCancelled,
                      () -> recode(store, name, listener, cancellation));
          done.add(one);
          listener.done(one);
        } catch (CancellationException e) {
          break; // the report says so
        } catch (RaggedException e) {
          listener.failed(e);
          failed.add(Json.object("collection", name, "error", e.getMessage()));
        }
      }
    }
    return new Report(done, failed, cancellation.isCancelled());
  }

  private static Recoded recode(
      VectorStore store, String name, Listener listener, Cancellation cancellation) {
    CollectionInfo before;
    StorageStats.Bytes bytesBefore;
    try (VectorCollection collection = store.open(name)) {
      before = collection.info();
      if (!store.capabilities().contains(Capability.VECTOR_BYTES)) {
        throw new RaggedException(
            "Collection '"
                + name
                + "' is in "
                + store.backend()
                + ", which keeps vectors in "
                + before.bytesPerVector()
                + " bytes each and no others.");
      }
      bytesBefore = collection.stats().bytes();
    }
    boolean recoded =
        store.recodeVectors(
            name,
            read -> {
              if (cancellation.isCancelled()) {
                throw new CancellationException();
              }
              listener.read(name, read, before.passages());
            });
    if (!recoded) {
      return new Recoded(before, before, false, bytesBefore, bytesBefore);
    }
    try (VectorCollection collection = store.open(name)) {
      return new Recoded(before, collection.info(), true, bytesBefore, collection.stats().bytes());
    }
  }
}
