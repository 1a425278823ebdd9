package dev.ragged.app;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.Registries;
import dev.ragged.spi.ForeignIndex;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Turns an index of another program into a collection by re-embedding its passages. It works under
 * a temporary name until it is complete, so that no collection is ever half an index, and resumes
 * what an interrupted run left.
 */
public final class ImportIndex {
  /** Passages embedded and written at a time. */
  private static final int BATCH = 64;

  /** What an unfinished import is called. */
  private static final String SUFFIX = ".importing";

  /** What to import, and the name of the collection to create. */
  public record Request(Path index, String collection) {
    /**
     * @throws InvalidRequestException if it is not a collection's name
     */
    public Request {
      String name = collection;
      InvalidRequestException.check(() -> CollectionSpec.checkName(name));
    }
  }

  /** Hears how far it has come. */
  @FunctionalInterface
  public interface Listener {
    /**
     * So much is done.
     *
     * @param written passages that this run has written
     */
    void progress(long done, long total, long written);
  }

  /**
   * What was imported.
   *
   * @param passages the number in the index
   * @param written by this run; the others were there from an earlier one
   */
  public record Report(
      String collection,
      String backend,
      long passages,
      long written,
      boolean cancelled,
      double seconds) {
    public Map<String, Object> json() {
      return Json.object(
          "collection",
          collection,
          "backend",
          backend,
          "passages",
          passages,
          "written",
          written,
          "cancelled",
          cancelled,
          "seconds",
          Json.seconds(seconds));
    }
  }

  private final StoreRouter stores;
  private final IndexFormat format;

  public ImportIndex(StoreRouter stores, IndexFormat format) {
    this.stores = stores;
    this.format = format;
  }

  /**
   * Imports it.
   *
   * @throws CollectionExistsException if the name is taken
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    SearchIndex.requireAvailable(format);
    try {
      return stores
          .turns()
          .take(
              request.collection(),
              "import",
              cancellation::isCancelled,
              () -> copy(request, listener, cancellation));
    } catch (CancellationException e) {
      return new Report(request.collection(), format.backend(), 0, 0, true, 0);
    }
  }

  private Report copy(Request request, Listener listener, Cancellation cancellation) {
    long start = System.nanoTime();
    String name = request.collection();
    try (ForeignIndex index = format.open(request.index());
        Embedder model = SearchIndex.model(stores, format, request.index(), index);
        VectorStore store = stores.open(format.backend(), model)) {
      if (store.names().contains(name)) {
        throw new CollectionExistsException(name);
      }
      long written = copy(index, store, name + SUFFIX, listener, cancellation);
      boolean cancelled = cancellation.isCancelled();
      if (!cancelled) {
        new Registries(stores.dataDir()).distrust(name);
        store.rename(name + SUFFIX, name);
      }
      return new Report(
          name,
          store.backend(),
          index.count(),
          written,
          cancelled,
          (System.nanoTime() - start) / 1e9);
    }
  }

  private static long copy(
      ForeignIndex index,
      VectorStore store,
      String working,
      Listener listener,
      Cancellation cancellation) {
    long written = 0;
    try (VectorCollection collection =
        store.names().contains(working)
            ? store.open(working)
            : store.create(CollectionSpec.of(working))) {
      for (int from = 0; from < index.count() && !cancellation.isCancelled(); from += BATCH) {
        int to = Math.min(index.count(), from + BATCH);
        List<Passage> missing = missing(collection, index.passages(from, to));
        collection.add(missing);
        written += missing.size();
        listener.progress(to, index.count(), written);
      }
    }
    return written;
  }

  /** Those that an earlier run, which was interrupted, has not written. */
  private static List<Passage> missing(VectorCollection collection, List<Passage> passages) {
    Selection ids = Selection.ids(passages.stream().map(Passage::id).toList());
    Set<String> there = collection.stream(ids).map(Passage::id).collect(Collectors.toSet());
    return passages.stream().filter(passage -> !there.contains(passage.id())).toList();
  }
}
