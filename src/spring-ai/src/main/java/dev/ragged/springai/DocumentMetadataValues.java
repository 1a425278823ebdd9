package dev.ragged.springai;

import dev.ragged.Metadata;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document's metadata as ragged stores it, and back. */
final class DocumentMetadataValues {
  private DocumentMetadataValues() {}

  /** The metadata to store; a key without a value is left out. */
  static Metadata metadata(Map<String, ?> values) {
    Map<String, Object> stored = new HashMap<>();
    values.forEach(
        (key, value) -> {
          if (value != null) {
            stored.put(key, stored(value));
          }
        });
    return Metadata.of(stored);
  }

  /** A value as {@link Metadata} takes it; what has no counterpart is left as it is. */
  static Object stored(Object value) {
    if (value instanceof Collection<?> many) {
      return many.stream().map(DocumentMetadataValues::stored).toList();
    }
    if (value instanceof Object[] many) {
      return Arrays.stream(many).map(DocumentMetadataValues::stored).toList();
    }
    if (value instanceof Enum<?> one) {
      return one.name();
    }
    if (value instanceof Date date) {
      return date.toInstant();
    }
    boolean known = value instanceof Instant || value instanceof OffsetDateTime;
    return value instanceof Temporal && !known ? value.toString() : value;
  }

  /** The metadata for a document, with numbers as JSON has them: an Integer where one suffices. */
  static Map<String, Object> readable(Metadata metadata) {
    Map<String, Object> values = new HashMap<>(metadata.asMap());
    values.replaceAll((key, value) -> readable(value));
    return values;
  }

  private static Object readable(@Nullable Object value) {
    if (value instanceof Collection<?> many) {
      return many.stream().map(DocumentMetadataValues::readable).toList();
    }
    if (value instanceof Long number && number.intValue() == number) {
      return number.intValue();
    }
    return value;
  }
}
