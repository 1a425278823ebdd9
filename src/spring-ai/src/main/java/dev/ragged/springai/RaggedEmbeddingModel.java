package dev.ragged.springai;

import dev.ragged.Arguments;
import dev.ragged.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * An embedder of ragged as Spring AI's embedding model. Texts are embedded as passages, into
 * vectors of unit length. Safe for use by several threads.
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

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    List<float[]> vectors = embedder.embed(request.getInstructions());
    List<Embedding> embeddings = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      embeddings.add(new Embedding(vectors.get(i), i));
    }
    return new EmbeddingResponse(embeddings);
  }

  @Override
  public float[] embed(Document document) {
    return embed(Objects.requireNonNullElse(document.getText(), ""));
  }

  /** The number of values of each vector. */
  @Override
  public int dimensions() {
    return embedder.identity().dimension();
  }
}
