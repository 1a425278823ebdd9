package dev.ragged.chroma;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passages as Chroma holds them. Metadata keys that Chroma refuses or drops, those that begin with
 * {@code $}, {@code #} or {@code chroma:}, go as JSON into one key of our own.
 */
final class ChromaPassages {
  /** What our own keys begin with, in passages and collections. */
  static final String OWN = "ragged:";

  private static final String EXTRA = OWN + "metadata";

  private ChromaPassages() {}

  /** Whether Chroma holds a key as it is. */
  static boolean isNative(String key) {
    return !key.isEmpty()
        && !key.startsWith("$")
        && !key.startsWith("#")
        && !key.startsWith("chroma:")
        && !key.startsWith(OWN);
  }

  /** Metadata to send; null for none. */
  static Map<String, Object> toChroma(Metadata metadata) {
    Map<String, Object> held = new LinkedHashMap<>();
    Map<String, Object> extra = new LinkedHashMap<>();
    metadata.asMap().forEach((key, value) -> (isNative(key) ? held : extra).put(key, value));
    if (!extra.isEmpty()) {
      held.put(EXTRA, ChromaClient.write(extra));
    }
    return held.isEmpty() ? null : held;
  }

  /**
   * Metadata received.
   *
   * @param held may be null
   * @throws IllegalArgumentException if it is none that a passage can have
   */
  static Metadata fromChroma(Map<String, Object> held) {
    if (held == null || held.isEmpty()) {
      return Metadata.EMPTY;
    }
    Map<String, Object> all = new LinkedHashMap<>(held);
    if (all.remove(EXTRA) instanceof String json) {
      try {
        ChromaClient.read(json, Map.class)
            .forEach((key, value) -> all.put(String.valueOf(key), value));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("'" + EXTRA + "' is no JSON object.", e);
      }
    }
    return Metadata.of(all);
  }

  /**
   * A passage received.
   *
   * @param vector null unless the passage has no text
   * @throws IllegalArgumentException if it is none that a collection of ours can hold
   */
  static Passage passage(String id, String text, Map<String, Object> held, float[] vector) {
    return new Passage(id, text, fromChroma(held), vector);
  }
}
