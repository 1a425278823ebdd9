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
import java.util.stream.Collectors;
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
    for (Passage passage : passages) {
      PassageChecks.requireVector(passage, settings.dimension(), embedder != null);
    }
    Map<String, float[]> embedded = new HashMap<>();
    Set<String> doubted = doubted(passages, embedder, givenVectors, embedded);
    Set<String> texts = new LinkedHashSet<>();
    Set<String> checked = new HashSet<>();
    for (Passage passage : passages) {
      if (needsEmbedding(passage, embedder, doubted)) {
        texts.add(passage.text());
        if (passage.vector() != null) {
          checked.add(passage.text()); // against what the model makes of it, not against a code
        }
      }
    }
    texts.removeAll(embedded.keySet());
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
    embed(texts, embedder, embedded);
    boolean trusts = embedder != null && givenVectors != GivenVectors.KEEP;
    List<EmbeddedPassage> result = new ArrayList<>(passages.size());
    for (Passage passage : passages) {
      if (!needsEmbedding(passage, embedder, doubted)) {
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

  private static void embed(Set<String> texts, Embedder embedder, Map<String, float[]> embedded) {
    if (!texts.isEmpty()) {
      Iterator<float[]> vectors = embedder.embed(List.copyOf(texts)).iterator();
      texts.forEach(text -> embedded.put(text, vectors.next()));
    }
  }

  /**
   * The ids of passages whose given vectors are compared with those of their texts.
   *
   * @param embedded gets the vectors of the texts of a sample
   */
  private static Set<String> doubted(
      Collection<Passage> passages,
      Embedder embedder,
      GivenVectors givenVectors,
      Map<String, float[]> embedded) {
    if (embedder == null
        || givenVectors == GivenVectors.TRUST
        || givenVectors == GivenVectors.KEEP) {
      return Set.of();
    }
    List<Passage> all =
        passages.stream().filter(p -> p.text() != null && p.vector() != null).toList();
    List<Passage> some = all;
    if (givenVectors == GivenVectors.SAMPLE && all.size() > GivenVectors.SAMPLE_SIZE) {
      List<Passage> sample = new ArrayList<>();
      for (int i = 0; i < GivenVectors.SAMPLE_SIZE; i++) {
        sample.add(all.get((int) ((long) i * (all.size() - 1) / (GivenVectors.SAMPLE_SIZE - 1))));
      }
      Set<String> texts = new LinkedHashSet<>();
      sample.forEach(passage -> texts.add(passage.text()));
      embed(texts, embedder, embedded);
      if (sample.stream().allMatch(p -> agree(p.vector(), embedded.get(p.text())))) {
        some = sample;
      }
    }
    return some.stream().map(Passage::id).collect(Collectors.toSet());
  }

  private static boolean needsEmbedding(Passage passage, Embedder embedder, Set<String> doubted) {
    return passage.text() != null
        && embedder != null
        && (passage.vector() == null || doubted.contains(passage.id()));
  }

  private static boolean agree(float[] given, float[] fromText) {
    return Vectors.dot(Vectors.unit(given), fromText) >= SAME_VECTOR;
  }

  private static EmbeddedPassage of(
      Passage passage, float[] fromText, CollectionSettings settings) {
    boolean same =
        passage.vector() == null
            || (isCoded(passage, settings) && agree(passage.vector(), fromText));
    return same ? own(passage, fromText, settings) : given(passage, settings);
  }

  /** With the vector that the model makes of the text, or none. */
  private static EmbeddedPassage own(Passage passage, float[] vector, CollectionSettings settings) {
    boolean keep = settings.keepsVectors() && vector != null;
    return new EmbeddedPassage(passage, vector, keep ? Vectors.toCompactBytes(vector) : null, null);
  }

  /** With another vector than that of its text, kept bit for bit. */
  private static EmbeddedPassage given(Passage passage, CollectionSettings settings) {
    float[] coded = isCoded(passage, settings) ? Vectors.unit(passage.vector()) : null;
    return new EmbeddedPassage(passage, coded, Vectors.toBytes(passage.vector()), null);
  }

  /** Whether a code, which knows directions only, tells how near a given vector is. */
  private static boolean isCoded(Passage passage, CollectionSettings settings) {
    return settings.metric() == Metric.COSINE || Vectors.isUnit(passage.vector());
  }

  public Document toDocument() {
    return Documents.of(passage, vector, kept);
  }
}
