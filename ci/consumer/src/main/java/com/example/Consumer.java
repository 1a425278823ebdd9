package com.example;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import java.util.List;

/** A program that uses ragged as a library: fills a store in a folder and searches it. */
public final class Consumer {
  public static void main(String[] args) {
    try (Embedder model = OnnxEmbedder.bundled();
        VectorStore store = LeannVectorStore.open(Path.of(args[0]), model);
        VectorCollection notes = store.create(CollectionSpec.of("notes"))) {
      notes.add(
          List.of(
              Passage.of("tea", "Green tea is steeped at eighty degrees."),
              Passage.of("moon", "The moon orbits the earth in a month."),
              Passage.of("bread", "Bread rises because of yeast.")));
      Hit best =
          notes.search(SearchRequest.text("How hot should the water be?").withK(1)).hits().get(0);
      System.out.println(best.id() + " | " + store.health().detail());
    }
  }
}
