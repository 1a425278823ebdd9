package dev.ragged.chroma;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts passages to and from Chroma's form. Metadata keys that Chroma rejects or drops, which
 * begin with {@code $}, {@code #} or {@code chroma:}, go into one key of our own as JSON. Another
 * key of our own says which vectors need not be made again.
 */
final class ChromaPassages {
  /** The prefix of our own keys, in passages and collections. */
  static final String OWN = "ragged:";

  private static final String EXTRA = OWN + "metadata";

  /** True in a passage whose vector the collection's model made of its text. */
  private static final String EMBEDDED = OWN + "embedded";

  private ChromaPassages() {}

  /** Whether Chroma stores a key as it is. */
  static boolean isNative(String key) {
    return !key.isEmpty()
        && !key.startsWith("$")
        && !key.startsWith("#")
        && !key.startsWith("chroma:")
        && !key.startsWith(OWN);
  }

  /**
   * Metadata to send, or null if there is none.
   *
   * @param embedded whether the collection's model made the passage's vector of its text
   */
  static Map<String, Object> toChroma(Metadata metadata, boolean embedded) {
    Map<String, Object> held = new LinkedHashMap<>();
    Map<String, Object> extra = new LinkedHashMap<>();
    metadata.asMap().forEach((key, value) -> (isNative(key) ? held : extra).put(key, value));
    if (!extra.isEmpty()) {
      held.put(EXTRA, ChromaClient.write(extra));
    }
    if (embedded) {
      held.put(EMBEDDED, true);
    }
    return held.isEmpty() ? null : held;
  }

  /**
   * Whether the collection's model made the vector.
   *
   * @param held received metadata, may be null
   */
  static boolean isEmbedded(Map<String, Object> held) {
    return held != null && Boolean.TRUE.equals(held.get(EMBEDDED));
  }

  /**
   * Received metadata.
   *
   * @param held may be null
   * @throws IllegalArgumentException if no passage can have it
   */
  static Metadata fromChroma(Map<String, Object> held) {
    if (held == null || held.isEmpty()) {
      return Metadata.EMPTY;
    }
    Map<String, Object> all = new LinkedHashMap<>(held);
    all.remove(EMBEDDED);
    if (all.remove(EXTRA) instanceof String json) {
      try {
        Map<?, ?> extra = ChromaClient.read(json, Map.class);
        extra.forEach((key, value) -> all.put(String.valueOf(key), value));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("'" + EXTRA + "' is not a JSON object.", e);
      }
    }
    return Metadata.of(all);
  }

  /**
   * A received passage.
   *
   * @param vector null unless the passage has no text
   * @throws IllegalArgumentException if no collection can hold it
   */
  static Passage passage(String id, String text, Map<String, Object> held, float[] vector) {
    return new Passage(id, text, fromChroma(held), vector);
  }
}
