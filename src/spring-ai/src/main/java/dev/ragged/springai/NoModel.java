package dev.ragged.springai;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** In the place of the model that Spring AI's base class demands; the collection has its own. */
final class NoModel implements EmbeddingModel {
  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    throw new IllegalStateException("The collection embeds.");
  }

  @Override
  public float[] embed(Document document) {
    throw new IllegalStateException("The collection embeds.");
  }
}
