package dev.ragged.app;

import dev.ragged.CacheStats;
import dev.ragged.Embedder;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Collections that stay open between searches, with one model for all of them, so that a search
 * starts at once. For processes that live long. Safe for use by several threads.
 *
 * <p>Other operations open what they need themselves, in this process or in another; a search sees
 * what they have written. A collection that was removed, replaced or moved to another backend is
 * opened anew.
 */
public final class OpenCollections implements AutoCloseable {

  /**
   * A store that stays open.
   *
   * @param withModel searches by words alone need no model, which may be missing
   */
  private record StoreKey(String backend, boolean withModel) {}

  private record Kept(VectorStore store, VectorCollection collection) {}

  private final StoreRouter stores;
  private final Admission admission;
  private final Map<StoreKey, VectorStore> opened = new HashMap<>();
  private final Map<StoreKey, Map<String, VectorCollection>> kept = new HashMap<>();
  private volatile long lastSearch = System.nanoTime();
  private Embedder embedder;
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param stores stays the caller's to close, after this
   */
  public OpenCollections(StoreRouter stores) {
    this(stores, Admission.ALL);
  }

  /**
   * Opens nothing yet.
   *
   * @param stores stays the caller's to close, after this
   * @param admission asked before each service is given, and told when it is closed
   */
  public OpenCollections(StoreRouter stores, Admission admission) {
    this.stores = stores;
    this.admission = admission;
  }

  /**
   * A service over some collections; costs little once they are open. To be closed by the same
   * thread.
   *
   * @param mode of the questions to come; {@link SearchMode#LEXICAL} ones need no model
   * @param unreadable told of each collection that cannot be opened; may throw to give up
   * @throws IllegalStateException if this is closed
   * @throws BusyException if too many are in use
   */
  public SearchService search(
      List<String> collections, SearchMode mode, Consumer<RaggedException> unreadable) {
    boolean withModel = mode != SearchMode.LEXICAL;
    Embedder model = withModel ? embedder() : null;
    Runnable leave = admission.enter();
    lastSearch = System.nanoTime();
    Runnable close =
        () -> {
          lastSearch = System.nanoTime();
          leave.run();
        };
    return SearchService.open(model, close, collections, name -> open(name, withModel), unreadable);
  }

  /** How long ago the last search began or ended, or this was made. */
  public Duration idle() {
    return Duration.ofNanos(System.nanoTime() - lastSearch);
  }

  /**
   * Embeds passages ahead of the questions, of the collections that were searched with the model;
   * see {@link VectorCollection#warm}.
   *
   * @param most how many passages at most
   * @return how many; 0 if there is nothing to do
   */
  public int warm(int most) {
    int embedded = 0;
    for (String name : searched()) {
      if (embedded < most) {
        SearchService.Opened one = open(name, true);
        try {
          embedded += one.collection().warm(most - embedded);
        } finally {
          one.close().run();
        }
      }
    }
    return embedded;
  }

  private synchronized List<String> searched() {
    return kept.entrySet().stream()
        .filter(entry -> entry.getKey().withModel())
        .flatMap(entry -> entry.getValue().keySet().stream())
        .sorted()
        .toList();
  }

  /** The model of all searches; it stays open as long as this. */
  public synchronized Embedder embedder() {
    requireOpen();
    if (embedder == null) {
      embedder = stores.embedder();
    }
    return embedder;
  }

  private SearchService.Opened open(String name, boolean withModel) {
    StoreKey key = new StoreKey(stores.backendOf(name), withModel);
    Kept found = keep(key, name);
    return new SearchService.Opened(found.store(), found.collection(), found.collection()::close);
  }

  /** Opens a collection for a search, and once more to stay open after it. */
  private synchronized Kept keep(StoreKey key, String name) {
    requireOpen();
    VectorStore store = opened.get(key);
    if (store == null) {
      store = stores.open(key.backend(), key.withModel() ? embedder() : null);
      opened.put(key, store);
    }
    Map<String, VectorCollection> open = kept.computeIfAbsent(key, none -> new HashMap<>());
    VectorCollection collection;
    try {
      collection = store.open(name);
    } catch (NoSuchCollectionException e) {
      release(open, name);
      throw e;
    }
    if (open.get(name) != collection) {
      release(open, name);
      open.put(name, store.open(name));
    }
    return new Kept(store, collection);
  }

  private static void release(Map<String, VectorCollection> open, String name) {
    VectorCollection old = open.remove(name);
    if (old != null) {
      old.close();
    }
  }

  /** The vectors that all of them keep in memory. */
  public synchronized CacheStats cache() {
    CacheStats sum = CacheStats.NONE;
    for (Map.Entry<StoreKey, VectorStore> entry : opened.entrySet()) {
      if (!entry.getKey().withModel()) {
        continue; // those of one backend share what they keep
      }
      CacheStats one = entry.getValue().cache();
      sum =
          new CacheStats(
              sum.hits() + one.hits(),
              sum.misses() + one.misses(),
              sum.entries() + one.entries(),
              sum.bytes() + one.bytes(),
              sum.budget() + one.budget());
    }
    return sum;
  }

  /** Closes what is no longer there, so that its files go too. To be called from time to time. */
  public synchronized void sweep() {
    for (Map<String, VectorCollection> open : kept.values()) {
      for (String name : List.copyOf(open.keySet())) {
        try {
          open.get(name).info();
        } catch (NoSuchCollectionException e) {
          release(open, name);
        } catch (RaggedException e) {
          continue; // the next search says what is wrong
        }
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The collections are closed.");
    }
  }

  /** Closes all; searches that still run fail. */
  @Override
  public synchronized void close() {
    closed = true;
    List<Runnable> closing = new ArrayList<>();
    opened.values().forEach(store -> closing.add(store::close));
    if (embedder != null) {
      closing.add(embedder::close);
    }
    opened.clear();
    kept.clear();
    embedder = null;
    Closing.all(closing);
  }
}
