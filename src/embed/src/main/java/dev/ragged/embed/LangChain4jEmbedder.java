package dev.ragged.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.List;
import java.util.Objects;

/** Wraps any LangChain4j {@link EmbeddingModel}, local or remote. */
public final class LangChain4jEmbedder extends BatchEmbedder {
  private final EmbeddingModel model;

  /**
   * Wraps a model in this process, with default limits.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model stays the caller's to close
   */
  public LangChain4jEmbedder(String name, EmbeddingModel model) {
    this(name, model, DEFAULT_MAX_TOKENS, DEFAULT_BATCH, false);
  }

  /**
   * Wraps a model in this process.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model stays the caller's to close
   * @param maxTokens maximum number of tokens of a text that the model reads, at least 1
   * @param batch maximum number of texts given to the model in one call, at least 1
   */
  public LangChain4jEmbedder(String name, EmbeddingModel model, int maxTokens, int batch) {
    this(name, model, maxTokens, batch, false);
  }

  /**
   * Wraps a model.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model stays the caller's to close
   * @param maxTokens maximum number of tokens of a text that the model reads
   * @param batch maximum number of texts sent to the model in one call
   * @param costly see {@link #costly()}: true for a model on a server
   */
  public LangChain4jEmbedder(
      String name, EmbeddingModel model, int maxTokens, int batch, boolean costly) {
    super(name, maxTokens, batch, costly);
    this.model = Objects.requireNonNull(model, "model");
  }

  @Override
  protected int dimension() {
    return model.dimension();
  }

  @Override
  protected List<float[]> vectors(List<String> texts) {
    return model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
        .map(Embedding::vector)
        .toList();
  }
}
