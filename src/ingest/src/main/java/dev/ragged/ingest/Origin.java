package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Utf8;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Who wrote a document and when, as metadata. */
final class Origin {
  private static final int MAX_CHARACTERS = 300;

  private Origin() {}

  /**
   * @param author may be null
   * @param date in ISO 8601, or null
   */
  static Map<String, Object> of(String author, String date) {
    Map<String, Object> metadata = new HashMap<>();
    put(metadata, Metadata.AUTHOR, author);
    put(metadata, Metadata.DATE, date);
    return metadata;
  }

  /** As a file's own properties say; times long before any computer are no times. */
  static Map<String, Object> of(String author, Instant date) {
    boolean known = date != null && date.isAfter(Instant.parse("1970-01-02T00:00:00Z"));
    return of(author, known ? date.toString() : null);
  }

  static void put(Map<String, Object> metadata, String key, String value) {
    String line = oneLine(value, MAX_CHARACTERS);
    if (line != null) {
      metadata.put(key, line);
    }
  }

  /** Well-formed and without line ends; null for nothing visible. */
  static String oneLine(String text, int max) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String line = Utf8.wellFormed(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip());
    return line.codePointCount(0, line.length()) <= max
        ? line
        : line.substring(0, line.offsetByCodePoints(0, max)) + "\u2026";
  }
}
