package dev.ragged.springai;

import dev.ragged.Arguments;
import dev.ragged.embed.BatchEmbedder;
import java.util.List;
import org.springframework.ai.embedding.EmbeddingModel;

/**
 * Wraps any Spring AI {@link EmbeddingModel}, local or remote, for a store that embeds documents
 * with it. It sees the text of a document without its metadata.
 */
public final class SpringAiEmbedder extends BatchEmbedder {
  private final EmbeddingModel model;

  /**
   * Wraps a model in this process, with default limits.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model stays the caller's
   */
  public SpringAiEmbedder(String name, EmbeddingModel model) {
    this(name, model, DEFAULT_MAX_TOKENS, DEFAULT_BATCH, false);
  }

  /**
   * Wraps a model.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model stays the caller's
   * @param maxTokens maximum number of tokens of a text that the model reads
   * @param batch maximum number of texts sent to the model in one call
   * @param costly see {@link #costly()}: true for a model on a server
   */
  public SpringAiEmbedder(
      String name, EmbeddingModel model, int maxTokens, int batch, boolean costly) {
    super(name, maxTokens, batch, costly);
    this.model = Arguments.required(model, "model");
  }

  @Override
  protected int dimension() {
    return model.dimensions();
  }

  @Override
  protected List<float[]> vectors(List<String> texts) {
    return model.embed(texts);
  }
}
