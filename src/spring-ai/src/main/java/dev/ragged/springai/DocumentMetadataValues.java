package dev.ragged.springai;

import dev.ragged.Metadata;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
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

  /** A value as it is stored and compared; what has no counterpart is left as it is. */
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
      return date.toInstant().toString();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.doubleValue();
    }
    if (value instanceof BigInteger integer) {
      return integer.longValueExact();
    }
    boolean written =
        value instanceof UUID || value instanceof Temporal || value instanceof Character;
    return written ? value.toString() : value;
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
