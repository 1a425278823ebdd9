package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.ingest.IngestListener;
import dev.ragged.ingest.IngestOptions;
import dev.ragged.ingest.Ingester;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Whole HTML pages drawn at random, and a given number of passages from them. */
record DrawnPages(List<Path> pages, List<String> passages) {
  private static final String COLLECTION = "drawn";

  /** Draws pages; the same seed and files give the same pages. */
  static DrawnPages of(Path work, Embedder model, List<Path> documents, int count, long seed)
      throws IOException {
    List<Path> all = HtmlPages.in(documents);
    Collections.shuffle(all, new Random(seed));
    IngestOptions defaults = IngestOptions.defaults();
    IngestOptions options =
        new IngestOptions(
            Math.min(defaults.chunkTokens(), model.maxTokens()),
            defaults.overlapTokens(),
            defaults.maxFileBytes(),
            defaults.batchPassages());
    List<Path> drawn = new ArrayList<>();
    try (VectorStore store = LeannVectorStore.open(work, model)) {
      store.drop(COLLECTION);
      try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
        Ingester ingester =
            new Ingester(
                collection, model.tokenizer(), model.maxTokens(), options, IngestListener.NONE);
        for (int i = 0; i < all.size() && collection.info().passages() < count; i++) {
          ingester.add(List.of(all.get(i)));
          drawn.add(all.get(i));
        }
        PageRequest first = PageRequest.first(count);
        List<Passage> passages = collection.get(Selection.all(), first).items();
        return new DrawnPages(drawn, passages.stream().map(Passage::text).toList());
      }
    }
  }
}
