package dev.ragged.leann.internal.write;

import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Passage;
import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.spi.PassageChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.document.Document;

/**
 * A passage with the vector to encode.
 *
 * @param vector of unit length, or decoded from a code; null if the model cannot read the text
 * @param exact whether to store the vector, because embedding the text would not yield it
 * @param reused what the vector was decoded from, or null
 */
public record EmbeddedPassage(Passage passage, float[] vector, boolean exact, CodedVector reused) {
  /** A given vector with this cosine to its text's embedding is that embedding, within rounding. */
  private static final double SAME_VECTOR = 0.999;

  /**
   * Checks passages and embeds their texts where needed, each once and all in one call.
   *
   * @param dimension the collection's
   * @param embedder the collection's own model, or null
   * @param replaced finds, for texts, vectors that the model has made before
   * @throws IllegalArgumentException if a passage's vector is invalid or missing
   */
  public static List<EmbeddedPassage> of(
      Collection<Passage> passages,
      int dimension,
      Embedder embedder,
      GivenVectors givenVectors,
      Function<Set<String>, Map<String, CodedVector>> replaced) {
    Set<String> texts = new LinkedHashSet<>();
    Set<String> checked = new HashSet<>();
    for (Passage passage : passages) {
      PassageChecks.requireVector(passage, dimension, embedder != null);
      if (needsEmbedding(passage, embedder, givenVectors)) {
        texts.add(passage.text());
        if (passage.vector() != null) {
          checked.add(passage.text()); // against what the model makes of it, not against a code
        }
      }
    }
    Set<String> unread = new HashSet<>();
    for (String text : texts) {
      if (!checked.contains(text) && embedder.reading(text) == 0) {
        unread.add(text);
      }
    }
    texts.removeAll(unread);
    Set<String> unchecked = new HashSet<>(texts);
    unchecked.removeAll(checked);
    Map<String, CodedVector> reused = unchecked.isEmpty() ? Map.of() : replaced.apply(unchecked);
    texts.removeAll(reused.keySet());
    Map<String, float[]> embedded = new HashMap<>();
    if (!texts.isEmpty()) {
      Iterator<float[]> vectors = embedder.embed(List.copyOf(texts)).iterator();
      texts.forEach(text -> embedded.put(text, vectors.next()));
    }
    boolean trusts = embedder != null && givenVectors == GivenVectors.TRUST;
    List<EmbeddedPassage> result = new ArrayList<>(passages.size());
    for (Passage passage : passages) {
      if (!needsEmbedding(passage, embedder, givenVectors)) {
        boolean trusted = trusts && passage.text() != null;
        result.add(new EmbeddedPassage(passage, Vectors.unit(passage.vector()), !trusted, null));
      } else if (reused.containsKey(passage.text())) {
        CodedVector code = reused.get(passage.text());
        result.add(new EmbeddedPassage(passage, code.decoded(), false, code));
      } else {
        result.add(of(passage, embedded.get(passage.text())));
      }
    }
    return result;
  }

  private static boolean needsEmbedding(
      Passage passage, Embedder embedder, GivenVectors givenVectors) {
    return passage.text() != null
        && embedder != null
        && (passage.vector() == null || givenVectors == GivenVectors.CHECK);
  }

  private static EmbeddedPassage of(Passage passage, float[] fromText) {
    if (passage.vector() == null) {
      return new EmbeddedPassage(passage, fromText, false, null);
    }
    float[] given = Vectors.unit(passage.vector());
    boolean same = Vectors.dot(given, fromText) >= SAME_VECTOR;
    return new EmbeddedPassage(passage, same ? fromText : given, !same, null);
  }

  public Document toDocument() {
    return Documents.of(passage, vector, exact);
  }
}
