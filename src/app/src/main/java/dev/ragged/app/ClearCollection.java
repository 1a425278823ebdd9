package dev.ragged.app;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.Registries;
import dev.ragged.app.sources.Registry;
import java.util.Map;
import java.util.function.Predicate;

/** Removes a whole collection. */
public final class ClearCollection {

  /**
   * A collection to remove, or that was removed.
   *
   * @param passages how many it holds; null if it is too damaged to tell
   */
  public record Report(String collection, String backend, Long passages) {
    public Map<String, Object> json() {
      return Json.object("cleared", collection, "backend", backend, "records", passages);
    }
  }

  private final StoreRouter stores;

  public ClearCollection(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Removes it.
   *
   * @param confirm asked before anything is removed
   * @return what was removed, or null if that was not confirmed
   * @throws NoSuchCollectionException if there is none of that name
   */
  public Report run(String collection, Predicate<Report> confirm) {
    try (VectorStore store = stores.openFor(collection, null)) {
      if (!store.names().contains(collection)) {
        throw new NoSuchCollectionException(collection);
      }
      Report report = new Report(collection, store.backend(), passages(store, collection));
      if (!confirm.test(report)) {
        return null;
      }
      return stores.turns().take(collection, "clear", () -> false, () -> drop(store, report));
    }
  }

  private Report drop(VectorStore store, Report report) {
    String name = report.collection();
    Registries registries = new Registries(stores.dataDir());
    Registry known = registries.load(name);
    // First, as sources without a collection would come back with the next one of that name.
    registries.forget(name, store.backend());
    try {
      if (!store.drop(name)) {
        throw new NoSuchCollectionException(name);
      }
    } catch (RaggedException e) {
      keep(store, registries, known);
      throw e;
    }
    return report;
  }

  /** Brings back what is known of a collection that is still there, if that can be had. */
  private static void keep(VectorStore store, Registries registries, Registry known) {
    try {
      if (!known.backend().isEmpty() && store.names().contains(known.collection())) {
        registries.save(known.distrusted());
      }
    } catch (RaggedException e) {
      return; // why it could not be removed matters more
    }
  }

  /** A damaged collection can be removed too. */
  private static Long passages(VectorStore store, String collection) {
    try (VectorCollection open = store.open(collection)) {
      return open.info().passages();
    } catch (RaggedException e) {
      return null;
    }
  }
}
