package dev.ragged.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.ragged.Arguments;
import dev.ragged.Embedder;
import java.util.List;

/**
 * An embedder of ragged as LangChain4j's embedding model, so that a store and the chains around it
 * use one model. Safe for use by several threads.
 *
 * <p>Texts are embedded as passages. LangChain4j does not say whether a text is a question, so a
 * model that embeds questions differently searches better through {@link RaggedContentRetriever}.
 */
public final class RaggedEmbeddingModel implements EmbeddingModel {
  private final Embedder embedder;

  /**
   * Wraps an embedder.
   *
   * @param embedder stays the caller's to close
   */
  public RaggedEmbeddingModel(Embedder embedder) {
    this.embedder = Arguments.required(embedder, "embedder");
  }

  /**
   * Embeds texts as passages.
   *
   * @return for each text, in order, a vector of unit length
   */
  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    List<String> texts = segments.stream().map(TextSegment::text).toList();
    return Response.from(embedder.embed(texts).stream().map(Embedding::from).toList());
  }

  /** The number of values of each vector. */
  @Override
  public int dimension() {
    return embedder.identity().dimension();
  }

  /** The name in the embedder's identity. */
  @Override
  public String modelName() {
    return embedder.identity().name();
  }
}
