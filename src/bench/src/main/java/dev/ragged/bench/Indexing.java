package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.ingest.IngestListener;
import dev.ragged.ingest.IngestOptions;
import dev.ragged.ingest.Ingester;
import java.util.List;

/** Adds documents to a collection at default settings, and reads the passages back. */
final class Indexing {
  private Indexing() {}

  static Ingester ingester(VectorCollection collection, Embedder model) {
    return new Ingester(
        collection,
        model.tokenizer(),
        model.maxTokens(),
        IngestOptions.defaults(),
        IngestListener.NONE);
  }

  /** The texts of all passages, in the collection's order. */
  static List<String> texts(VectorCollection collection) {
    return collection.stream(Selection.all()).map(Passage::text).toList();
  }
}
