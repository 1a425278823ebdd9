package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Lists collections with their sizes, on all backends. */
public final class ListCollections {
  private final StoreRouter stores;

  public ListCollections(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * All that can be read.
   *
   * @param withStats whether to ask for sizes also where all passages must be read for them
   * @param unreadable told what is wrong with each of the others
   */
  public List<CollectionSize> all(boolean withStats, Consumer<RaggedException> unreadable) {
    List<CollectionSize> sizes = new ArrayList<>();
    stores.forEachStore(
        store -> {
          boolean cheap = store.capabilities().contains(Capability.BYTES_ON_DISK);
          for (String name : store.names()) {
            try {
              sizes.add(size(store, name, withStats || cheap));
            } catch (RaggedException e) {
              unreadable.accept(e);
            }
          }
        },
        unreadable);
    return sizes;
  }

  /**
   * The names of all, in order, each once.
   *
   * @param unreadable told what is wrong with each backend that cannot be asked
   */
  public List<String> names(Consumer<RaggedException> unreadable) {
    Set<String> names = new TreeSet<>();
    stores.forEachStore(store -> names.addAll(store.names()), unreadable);
    return List.copyOf(names);
  }

  /** The names that can be found out, to suggest one; whoever needs a collection hears the rest. */
  public List<String> readableNames() {
    try {
      return names(unreadable -> {});
    } catch (RaggedException e) {
      return List.of();
    }
  }

  /** What lies among the collections and is none, a sentence each. */
  public List<String> strays() {
    return stores.strays();
  }

  /**
   * One, with its sizes.
   *
   * @throws dev.ragged.NoSuchCollectionException if there is none of that name
   */
  public CollectionSize one(String collection) {
    try (VectorStore store = stores.openFor(collection, null)) {
      return size(store, collection, true);
    }
  }

  private CollectionSize size(VectorStore store, String name, boolean withStats) {
    try (VectorCollection collection = store.open(name)) {
      return new CollectionSize(
          collection.info(),
          withStats ? collection.stats() : null,
          stores.chooseFound(name, store.backend()));
    }
  }

  /** The JSON of a list. */
  public static Map<String, Object> json(List<CollectionSize> sizes) {
    return Json.object("collections", sizes.stream().map(CollectionSize::json).toList());
  }
}
