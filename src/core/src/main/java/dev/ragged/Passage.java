package dev.ragged;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a collection.
 *
 * @param id unique within its collection, 1 to {@value #MAX_ID_BYTES} UTF-8 bytes
 * @param text well-formed Unicode, or null for a passage that is only a vector
 * @param metadata never null
 * @param vector the embedding, as long as the collection's dimension, or null to have the text
 *     embedded; not copied, so do not change it afterwards
 */
public record Passage(
    String id, @Nullable String text, Metadata metadata, float @Nullable [] vector) {

  /** The longest id in UTF-8 bytes. */
  public static final int MAX_ID_BYTES = 1_024;

  /**
   * Checks the id and the text.
   *
   * @param id as above
   * @param text as above
   * @param metadata as above
   * @param vector as above
   * @throws IllegalArgumentException if no collection can hold it
   */
  public Passage {
    Arguments.required(id, "id");
    metadata = metadata == null ? Metadata.EMPTY : metadata;
    if (id.isEmpty() || Utf8.length(id) > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "A passage id must have 1 to "
              + MAX_ID_BYTES
              + " bytes of UTF-8, got "
              + Utf8.length(id)
              + ".");
    }
    Utf8.requireWellFormed(id, "A passage id");
    if (text == null && vector == null) {
      throw new IllegalArgumentException(
          "Passage '" + id + "' has neither text nor vector; give one of them.");
    }
    if (text != null) {
      Utf8.requireWellFormed(text, "The text of passage '" + id + "'");
    }
  }

  /**
   * A text without metadata and with a random id, to be embedded.
   *
   * @param text the text
   * @return the passage; its id is a UUID, and the same text gets another one each time
   */
  public static Passage of(String text) {
    return of(text, Metadata.EMPTY);
  }

  /**
   * A text with metadata and a random id, to be embedded.
   *
   * @param text the text
   * @param metadata what goes with it
   * @return the passage; its id is a UUID, and the same text gets another one each time
   */
  public static Passage of(String text, Metadata metadata) {
    Arguments.required(text, "text");
    return of(UUID.randomUUID().toString(), text, metadata);
  }

  /**
   * A text without metadata, to be embedded.
   *
   * @param id unique within its collection
   * @param text the text
   * @return the passage
   */
  public static Passage of(String id, String text) {
    return new Passage(id, text, Metadata.EMPTY, null);
  }

  /**
   * A text with metadata, to be embedded.
   *
   * @param id unique within its collection
   * @param text the text
   * @param metadata what goes with it
   * @return the passage
   */
  public static Passage of(String id, String text, Metadata metadata) {
    return new Passage(id, text, metadata, null);
  }

  /**
   * UTF-8 bytes of the text that the previous passage of the document does not hold: all but {@link
   * Metadata#OVERLAP_BYTES}.
   *
   * @return their number; 0 without a text
   */
  public long rawTextBytes() {
    if (text == null) {
      return 0;
    }
    Object overlap = metadata.get(Metadata.OVERLAP_BYTES).orElse(0L);
    long held = overlap instanceof Long bytes ? Math.max(0, bytes) : 0;
    return Math.max(0, Utf8.length(text) - held);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Passage r
        && id.equals(r.id)
        && Objects.equals(text, r.text)
        && metadata.equals(r.metadata)
        && Arrays.equals(vector, r.vector);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, text, metadata);
  }

  @Override
  public String toString() {
    return "Passage[" + id + ", " + metadata + "]";
  }
}
