package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import java.util.List;
import java.util.function.Consumer;

/** Writes a collection as JSON, one passage per line, which {@link AddFiles} reads again. */
public final class ExportPassages {
  private static final int PAGE = 500;

  /** Vectors are re-embedded, so a page with them takes a second or so. */
  private static final int PAGE_WITH_EMBEDDINGS = 64;

  private final StoreRouter stores;

  public ExportPassages(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Writes it.
   *
   * @param conditions which passages to write
   * @param embeddings whether to write the vector of every passage, re-embedding it
   * @param line given each line, without a line end
   * @param page run after each page of lines, to flush them
   * @param cancellation ends it after a page
   * @return the number of passages
   */
  public long run(
      String collection,
      Conditions conditions,
      boolean embeddings,
      Consumer<String> line,
      Runnable page,
      Cancellation cancellation) {
    Selection which = Selection.where(conditions.filter());
    if (!embeddings) {
      return run(collection, which, null, line, page, cancellation);
    }
    try (Embedder embedder = stores.embedder()) {
      return run(collection, which, embedder, line, page, cancellation);
    }
  }

  private long run(
      String collection,
      Selection which,
      Embedder embedder,
      Consumer<String> line,
      Runnable flush,
      Cancellation cancellation) {
    long passages = 0;
    int size = embedder == null ? PAGE : PAGE_WITH_EMBEDDINGS;
    try (VectorStore store = stores.openFor(collection, embedder);
        VectorCollection open = store.open(collection)) {
      String cursor = null;
      do {
        Page<Passage> page = open.get(which, new PageRequest(cursor, size));
        List<Passage> items = page.items();
        List<float[]> vectors =
            embedder == null ? null : open.embeddings(items.stream().map(Passage::id).toList());
        for (int i = 0; i < items.size(); i++) {
          Passage passage = items.get(i);
          // A passage without text is nothing but its vector, which is written unasked.
          float[] vector = vectors == null ? passage.vector() : vectors.get(i);
          line.accept(Json.write(ResultJson.of(passage, vector)));
          passages++;
        }
        flush.run();
        cursor = page.next();
      } while (cursor != null && !cancellation.isCancelled());
    }
    return passages;
  }
}
