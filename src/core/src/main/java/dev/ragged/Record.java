package dev.ragged;

import java.util.Arrays;
import java.util.Objects;

/**
 * One entry of a collection.
 *
 * @param id unique in its collection, 1 to {@value #MAX_ID_BYTES} bytes of UTF-8
 * @param text the passage, or null for a record that is only a vector
 * @param metadata never null
 * @param vector the embedding, length = the collection's dimension, or null to have the text
 *     embedded; not copied, so do not change it afterwards
 */
public record Record(String id, String text, Metadata metadata, float[] vector) {

  /** Longest id in bytes of UTF-8. */
  public static final int MAX_ID_BYTES = 1_024;

  public Record {
    Objects.requireNonNull(id, "id");
    metadata = metadata == null ? Metadata.EMPTY : metadata;
    if (id.isEmpty() || Utf8.length(id) > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "A record id has 1 to "
              + MAX_ID_BYTES
              + " bytes of UTF-8; this one has "
              + Utf8.length(id)
              + ".");
    }
    if (text == null && vector == null) {
      throw new IllegalArgumentException("Record '" + id + "' has neither text nor vector.");
    }
  }

  /** A text without metadata, to be embedded. */
  public static Record of(String id, String text) {
    return new Record(id, text, Metadata.EMPTY, null);
  }

  /** A text with metadata, to be embedded. */
  public static Record of(String id, String text, Metadata metadata) {
    return new Record(id, text, metadata, null);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Record r
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
    return "Record[" + id + ", " + metadata + "]";
  }
}
