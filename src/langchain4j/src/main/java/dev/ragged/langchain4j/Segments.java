package dev.ragged.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** LangChain4j's text segments with their metadata, as ragged stores them, and back. */
final class Segments {
  private Segments() {}

  /** The metadata to store; a UUID is stored as a string. */
  static Metadata metadata(@Nullable TextSegment segment) {
    return segment == null ? Metadata.EMPTY : Metadata.of(segment.metadata().toMap());
  }

  /** What a hit holds; null if it has no text that LangChain4j accepts. */
  static @Nullable TextSegment segment(Hit hit) {
    String text = hit.text();
    if (text == null || text.isBlank()) {
      return null;
    }
    Map<String, Object> values = new HashMap<>(hit.metadata().asMap());
    values.replaceAll((key, value) -> readable(value));
    return TextSegment.from(text, dev.langchain4j.data.document.Metadata.from(values));
  }

  /** LangChain4j has no lists and no booleans. */
  private static Object readable(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    return value instanceof Boolean ? value.toString() : value;
  }
}
