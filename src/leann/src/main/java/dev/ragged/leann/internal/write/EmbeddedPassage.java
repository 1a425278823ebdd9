package dev.ragged.leann.internal.write;

import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.storage.CollectionSettings;
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
import org.apache.lucene.util.BytesRef;

/**
 * A passage with the vector to encode.
 *
 * @param vector of unit length, or decoded from a code; null if the model cannot read the text, or
 *     the length of its vector matters and is not 1
 * @param kept the vector as it is kept, because it has no code, because embedding the text would
 *     not yield it, or because that would be costly; null if a search is to embed the text again
 * @param reused what the vector was decoded from, or null
 */
public record EmbeddedPassage(Passage passage, float[] vector, BytesRef kept, CodedVector reused) {
  /** A given vector with this cosine to its text's embedding is that embedding, within rounding. */
  private static final double SAME_VECTOR = 0.999;

  /** How far from 1 the squared length of float32 values may be that were scaled to length 1. */
  private static final double UNIT_TOLERANCE = 1e-4;

  /**
   * Checks passages and embeds their texts where needed, each once and all in one call.
   *
   * @param settings the collection's
   * @param embedder the collection's own model, or null
   * @param replaced finds, for texts, vectors that the model has made before
   * @throws IllegalArgumentException if a passage's vector is invalid or missing
   */
  public static List<EmbeddedPassage> of(
      Collection<Passage> passages,
      CollectionSettings settings,
      Embedder embedder,
      GivenVectors givenVectors,
      Function<Set<String>, Map<String, ReplacedVectors.Replaced>> replaced) {
    Set<String> texts = new LinkedHashSet<>();
    Set<String> checked = new HashSet<>();
    for (Passage passage : passages) {
      PassageChecks.requireVector(passage, settings.dimension(), embedder != null);
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
    Map<String, ReplacedVectors.Replaced> reused =
        unchecked.isEmpty() ? Map.of() : replaced.apply(unchecked);
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
        boolean trusted = trusts && passage.text() != null && isCoded(passage, settings);
        result.add(
            trusted
                ? own(passage, Vectors.unit(passage.vector()), settings)
                : given(passage, settings));
      } else if (reused.containsKey(passage.text())) {
        ReplacedVectors.Replaced old = reused.get(passage.text());
        CodedVector code = old.code();
        result.add(new EmbeddedPassage(passage, code.decoded(), old.kept(), code));
      } else {
        result.add(of(passage, embedded.get(passage.text()), settings));
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

  private static EmbeddedPassage of(
      Passage passage, float[] fromText, CollectionSettings settings) {
    if (passage.vector() == null) {
      return own(passage, fromText, settings);
    }
    boolean same = Vectors.dot(Vectors.unit(passage.vector()), fromText) >= SAME_VECTOR;
    return same && isCoded(passage, settings)
        ? own(passage, fromText, settings)
        : given(passage, settings);
  }

  /** With the vector that the model makes of the text, or none. */
  private static EmbeddedPassage own(Passage passage, float[] vector, CollectionSettings settings) {
    boolean keep = settings.keepsVectors() && vector != null;
    return new EmbeddedPassage(passage, vector, keep ? Vectors.toCompactBytes(vector) : null, null);
  }

  /** With another vector than that of its text. */
  private static EmbeddedPassage given(Passage passage, CollectionSettings settings) {
    float[] unit = Vectors.unit(passage.vector());
    float[] kept = settings.metric() == Metric.COSINE ? unit : passage.vector();
    return new EmbeddedPassage(
        passage, isCoded(passage, settings) ? unit : null, Vectors.toBytes(kept), null);
  }

  /** Whether a code, which knows directions only, tells how near a given vector is. */
  private static boolean isCoded(Passage passage, CollectionSettings settings) {
    return settings.metric() == Metric.COSINE
        || Math.abs(Vectors.dot(passage.vector(), passage.vector()) - 1) < UNIT_TOLERANCE;
  }

  public Document toDocument() {
    return Documents.of(passage, vector, kept);
  }
}
