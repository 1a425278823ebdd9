package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Writes a collection as an index of another program; every passage is embedded once more. */
public final class ExportIndex {

  /**
   * What to export.
   *
   * @param modelName by which the program is to load the model, or null for the usual name
   */
  public record Request(String collection, Path index, String modelName) {}

  /** Hears how far it has come. */
  @FunctionalInterface
  public interface Listener {
    /** So many passages are embedded; once it is all of them, the index is built. */
    void progress(long done, long total);
  }

  /** What was exported. */
  public record Report(
      String collection, Path index, long passages, String modelName, double seconds) {
    public Map<String, Object> json() {
      return Json.object(
          "collection",
          collection,
          "index",
          index.toString(),
          "passages",
          passages,
          "embedding_model",
          modelName,
          "seconds",
          Json.seconds(seconds));
    }
  }

  private final StoreRouter stores;
  private final IndexFormat format;

  public ExportIndex(StoreRouter stores, IndexFormat format) {
    this.stores = stores;
    this.format = format;
  }

  /**
   * Exports it.
   *
   * @return null if it was cancelled; then nothing was written
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    long start = System.nanoTime();
    SearchIndex.requireAvailable(format);
    try (Embedder model = stores.embedder();
        VectorStore store = stores.openFor(request.collection(), model);
        VectorCollection collection = store.open(request.collection())) {
      long count = collection.info().passages();
      String modelName =
          request.modelName() != null ? request.modelName() : format.modelName(model.identity());
      try {
        format.write(
            collection,
            request.index(),
            modelName,
            done -> {
              if (cancellation.isCancelled()) {
                throw new CancellationException();
              }
              listener.progress(done, count);
            });
      } catch (CancellationException e) {
        return null;
      }
      return new Report(
          request.collection(),
          request.index(),
          count,
          modelName,
          (System.nanoTime() - start) / 1e9);
    }
  }
}
