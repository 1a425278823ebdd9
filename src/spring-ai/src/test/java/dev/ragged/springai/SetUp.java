package dev.ragged.springai;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.VectorCollection;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;

/** The ways to use the store that the tests run in. Models are loaded once. */
enum SetUp {
  /** ragged's bundled model. */
  BUNDLED,
  /** A model of Spring AI's, wrapped. */
  WRAPPED,
  /** A model of Spring AI's, whose vectors are given to a store without one. */
  GIVEN;

  static final Embedder EMBEDDER = OnnxEmbedder.bundled();

  /** One that runs in this process, as Spring AI sees it. */
  static final EmbeddingModel MODEL = new RaggedEmbeddingModel(EMBEDDER);

  private static final Embedder WRAPPED_MODEL = new SpringAiEmbedder("wrapped", MODEL);

  private @Nullable Embedder embedder() {
    return switch (this) {
      case BUNDLED -> EMBEDDER;
      case WRAPPED -> WRAPPED_MODEL;
      case GIVEN -> null;
    };
  }

  /** An empty collection in a new folder. */
  VectorCollection collection(Path folder) {
    return LeannVectorStore.open(folder, embedder())
        .create(CollectionSpec.of("documents", MODEL.dimensions()));
  }

  RaggedVectorStore.Builder store(VectorCollection collection) {
    return this == GIVEN
        ? RaggedVectorStore.builder(collection, MODEL)
        : RaggedVectorStore.builder(collection);
  }
}
