package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.Embedder;
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
import java.util.function.LongConsumer;

/** Makes a part of collections anew, as new collections have it, from the passages they hold. */
public final class RebuildCollections {

  /** What is made anew. */
  public enum Part {
    /** The words, of collections that earlier versions made. */
    WORDS("reindex", "renewed", Capability.LEXICAL_SEARCH) {
      @Override
      String elsewhere(CollectionInfo info) {
        return "keeps no index of words that could be renewed";
      }

      @Override
      boolean rebuild(VectorStore store, String collection, LongConsumer read) {
        return store.reindexWords(collection, read);
      }
    },

    /** The vectors, in the bytes that those of new collections take. */
    VECTORS("recode", "recoded", Capability.VECTOR_BYTES) {
      @Override
      String elsewhere(CollectionInfo info) {
        return "keeps vectors in " + info.bytesPerVector() + " bytes each and no others";
      }

      @Override
      boolean rebuild(VectorStore store, String collection, LongConsumer read) {
        return store.recodeVectors(collection, read);
      }
    };

    private final String verb;
    private final String participle;
    private final Capability needed;

    Part(String verb, String participle, Capability needed) {
      this.verb = verb;
      this.participle = participle;
      this.needed = needed;
    }

    /** What a backend does instead that cannot make it anew. */
    abstract String elsewhere(CollectionInfo info);

    /** Returns false if it was as it should be. */
    abstract boolean rebuild(VectorStore store, String collection, LongConsumer read);

    private boolean isIn(VectorStore store) {
      return store.capabilities().contains(needed);
    }
  }

  /**
   * What to rebuild.
   *
   * @param collections their names; none for all that have the part
   */
  public record Request(Part part, List<String> collections) {
    /**
     * @throws InvalidRequestException if a name is not valid
     */
    public Request {
      collections = InvalidRequestException.checkedNames(collections);
    }
  }

  /** Hears how far it has come. */
  public interface Listener {
    /** So many passages of a collection have been read, and embedded where that is needed. */
    void read(String collection, long done, long all);

    /** A collection is done. */
    void done(Rebuilt one);

    /** A collection stays as it was; the others are tried all the same. */
    void failed(RaggedException failure);
  }

  /**
   * A collection that is done.
   *
   * @param rebuilt false if the part was as it should be
   * @param bytesBefore of everything on disk; null where they are not known
   */
  public record Rebuilt(
      Part part,
      CollectionInfo before,
      CollectionInfo after,
      boolean rebuilt,
      StorageStats.Bytes bytesBefore,
      StorageStats.Bytes bytesAfter) {
    Map<String, Object> json() {
      Map<String, Object> json =
          Json.object(
              "collection",
              after.name(),
              "backend",
              after.backend(),
              part.participle,
              rebuilt,
              "records",
              after.passages());
      if (part == Part.VECTORS) {
        json.put(
            "bytes_per_vector",
            Json.object("before", before.bytesPerVector(), "after", after.bytesPerVector()));
      }
      json.put(
          "bytes",
          Json.object("before", ResultJson.of(bytesBefore), "after", ResultJson.of(bytesAfter)));
      return json;
    }
  }

  /**
   * What was done.
   *
   * @param failed what kept others from being rebuilt
   * @param cancelled whether it stopped early
   */
  public record Report(
      List<Rebuilt> collections, List<Map<String, Object>> failed, boolean cancelled) {
    public Map<String, Object> json() {
      return Json.object(
          "collections",
          collections.stream().map(Rebuilt::json).toList(),
          "failed",
          failed,
          "cancelled",
          cancelled);
    }
  }

  private final StoreRouter stores;

  public RebuildCollections(StoreRouter stores) {
    this.stores = stores;
  }

  /** Rebuilds them. Cancelled, it keeps those that are done; the one at hand stays as it was. */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    Run run = new Run(request.part(), listener, cancellation);
    try (Embedder model = request.part() == Part.VECTORS ? stores.embedderForLongWork() : null) {
      if (request.collections().isEmpty()) {
        stores.forEachStore(run::all, failure -> run.failed(null, failure));
      } else {
        request.collections().forEach(name -> run.one(name, model));
      }
    }
    return new Report(run.done, run.failed, cancellation.isCancelled());
  }

  private final class Run {
    private final Part part;
    private final Listener listener;
    private final Cancellation cancellation;
    private final List<Rebuilt> done = new ArrayList<>();
    private final List<Map<String, Object>> failed = new ArrayList<>();

    Run(Part part, Listener listener, Cancellation cancellation) {
      this.part = part;
      this.listener = listener;
      this.cancellation = cancellation;
    }

    void all(VectorStore store) {
      if (part.isIn(store)) {
        store.names().stream()
            .filter(name -> !Migration.isWorkingCopy(name))
            .forEach(name -> rebuild(store, name));
      }
    }

    void one(String name, Embedder model) {
      try (VectorStore store = stores.openFor(name, model)) {
        rebuild(store, name);
      } catch (RaggedException e) {
        failed(name, e);
      }
    }

    private void rebuild(VectorStore store, String name) {
      try {
        Rebuilt one =
            stores
                .turns()
                .take(name, part.verb, cancellation::isCancelled, () -> inTurn(store, name));
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

    private Rebuilt inTurn(VectorStore store, String name) {
      CollectionInfo before;
      StorageStats.Bytes bytesBefore;
      try (VectorCollection collection = store.open(name)) {
        before = collection.info();
        if (!part.isIn(store)) {
          throw new RaggedException(
              "Collection '"
                  + name
                  + "' is in "
                  + store.backend()
                  + ", which "
                  + part.elsewhere(before)
                  + ".");
        }
        bytesBefore = collection.stats().bytes();
      }
      if (!part.rebuild(store, name, read -> read(before, read))) {
        return new Rebuilt(part, before, before, false, bytesBefore, bytesBefore);
      }
      try (VectorCollection collection = store.open(name)) {
        StorageStats.Bytes bytesAfter = collection.stats().bytes();
        return new Rebuilt(part, before, collection.info(), true, bytesBefore, bytesAfter);
      }
    }

    private void read(CollectionInfo info, long read) {
      if (cancellation.isCancelled()) {
        throw new CancellationException();
      }
      listener.read(info.name(), read, info.passages());
    }
  }
}
