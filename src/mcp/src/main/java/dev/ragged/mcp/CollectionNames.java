package dev.ragged.mcp;

import dev.ragged.RaggedException;
import dev.ragged.app.StoreRouter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The names of all collections. */
final class CollectionNames {
  private final StoreRouter stores;

  CollectionNames(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * In order, each once.
   *
   * @param unreadable told what is wrong with each backend that cannot be asked
   */
  List<String> all(Consumer<RaggedException> unreadable) {
    Set<String> names = new TreeSet<>();
    stores.forEachStore(store -> names.addAll(store.names()), unreadable);
    return List.copyOf(names);
  }

  /** Those that can be found out, for suggestions. */
  List<String> readable() {
    try {
      return all(unreadable -> {});
    } catch (RaggedException e) {
      return List.of(); // whoever needs a collection is told
    }
  }
}
