package dev.ragged.leann.internal.write;

import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Passage;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.spi.PassageChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.Document;

/**
 * A passage with the vector to encode.
 *
 * @param vector of unit length
 * @param exact whether to store the vector, because embedding the text would not yield it
 */
public record EmbeddedPassage(Passage passage, float[] vector, boolean exact) {
  /** A given vector with this cosine to its text's embedding is that embedding, within rounding. */
  private static final double SAME_VECTOR = 0.999;

  /**
   * Checks passages and embeds their texts where needed, all in one call.
   *
   * @param dimension the collection's
   * @param embedder the collection's own model, or null
   * @throws IllegalArgumentException if a passage's vector is invalid or missing
   */
  public static List<EmbeddedPassage> of(
      Collection<Passage> passages, int dimension, Embedder embedder, GivenVectors givenVectors) {
    List<String> texts = new ArrayList<>();
    for (Passage passage : passages) {
      PassageChecks.requireVector(passage, dimension, embedder != null);
      if (needsEmbedding(passage, embedder, givenVectors)) {
        texts.add(passage.text());
      }
    }
    List<float[]> embeddings = texts.isEmpty() ? List.of() : embedder.embed(texts);
    List<EmbeddedPassage> embedded = new ArrayList<>(passages.size());
    int next = 0;
    for (Passage passage : passages) {
      float[] fromText =
          needsEmbedding(passage, embedder, givenVectors) ? embeddings.get(next++) : null;
      boolean trusted =
          passage.text() != null && embedder != null && givenVectors == GivenVectors.TRUST;
      embedded.add(of(passage, fromText, trusted));
    }
    return embedded;
  }

  private static boolean needsEmbedding(
      Passage passage, Embedder embedder, GivenVectors givenVectors) {
    return passage.text() != null
        && embedder != null
        && (passage.vector() == null || givenVectors == GivenVectors.CHECK);
  }

  private static EmbeddedPassage of(Passage passage, float[] fromText, boolean trusted) {
    if (passage.vector() == null) {
      return new EmbeddedPassage(passage, fromText, false);
    }
    float[] given = Vectors.unit(passage.vector());
    boolean same = fromText != null && Vectors.dot(given, fromText) >= SAME_VECTOR;
    return new EmbeddedPassage(passage, same ? fromText : given, !same && !trusted);
  }

  public Document toDocument() {
    return Documents.of(passage, vector, exact);
  }
}
