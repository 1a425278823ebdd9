package dev.ragged;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Immutable key-value pairs of a passage, in order of key. A value is a {@link String}, {@link
 * Long}, finite {@link Double}, {@link Boolean}, or a list of values of one of these types.
 *
 * <p>Integer, Short and Byte become Long, Float becomes Double. Null and nested objects are
 * rejected; a key with an empty list is dropped.
 */
public final class Metadata {

  /** No metadata. */
  public static final Metadata EMPTY = new Metadata(new TreeMap<>());

  /** Path of the file that a passage comes from. */
  public static final String SOURCE = "source";

  /** First line of a passage in its source, from 1. */
  public static final String START_LINE = "start_line";

  /** Last line of a passage in its source, inclusive. */
  public static final String END_LINE = "end_line";

  /** Page of a passage in its source, from 1, if the source has pages. */
  public static final String PAGE = "page";

  /** Slide of a passage in its source, from 1, if the source has slides. */
  public static final String SLIDE = "slide";

  /** Name of the sheet that a passage comes from, if the source has sheets. */
  public static final String SHEET = "sheet";

  /** First row of a passage in its sheet or table, from 1, header rows included. */
  public static final String START_ROW = "start_row";

  /** Last row, inclusive. */
  public static final String END_ROW = "end_row";

  /** First cell of a passage in its notebook, from 1. */
  public static final String START_CELL = "start_cell";

  /** Last cell, inclusive. */
  public static final String END_CELL = "end_cell";

  /** First message of a passage in its talk, from 1. */
  public static final String START_MESSAGE = "start_message";

  /** Last message, inclusive. */
  public static final String END_MESSAGE = "end_message";

  /** Where in a file that holds others its document is: the path of an archive's member, say. */
  public static final String MEMBER = "member";

  /** Title of the document, on its first passage. */
  public static final String TITLE = "title";

  /** Who wrote it: a person, or several, with or without an address. */
  public static final String AUTHOR = "author";

  /** When it was written or sent, in ISO 8601: {@code 2026-11-26}, or with a time in UTC. */
  public static final String DATE = "date";

  /**
   * When its file was last written before it was read, in ISO 8601 with a time in UTC; only of
   * documents without a {@link #DATE}.
   */
  public static final String MODIFIED = "modified";

  /** Programming language of a passage of code, in lower case. */
  public static final String LANGUAGE = "language";

  /** Name of the function, class or the like that a passage of code is or belongs to. */
  public static final String SYMBOL = "symbol";

  /**
   * UTF-8 bytes at the start of a passage that repeat the end of the previous one, or what stands
   * elsewhere, such as the header of a table. Counts of raw text subtract them, so that each byte
   * of a document counts once.
   */
  public static final String OVERLAP_BYTES = "overlap_bytes";

  /** The longest string value in UTF-8 bytes. */
  public static final int MAX_STRING_BYTES = 32_000;

  private final Map<String, Object> values;

  private Metadata(TreeMap<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Copies a map and checks it.
   *
   * @throws IllegalArgumentException if a key is empty, or a value is of another type, not finite,
   *     longer than {@link #MAX_STRING_BYTES} or not well-formed Unicode
   */
  public static Metadata of(Map<String, ?> map) {
    TreeMap<String, Object> values = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          checkKey(key);
          Object normalised = checked(key, value);
          if (!(normalised instanceof List<?> list && list.isEmpty())) {
            values.put(key, normalised);
          }
        });
    return values.isEmpty() ? EMPTY : new Metadata(values);
  }

  /** A single pair. */
  public static Metadata of(String key, Object value) {
    return of(Map.of(key, value));
  }

  /** The value at a key, in its stored type. */
  public Optional<Object> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** An unmodifiable view in order of key. */
  public Map<String, Object> asMap() {
    return values;
  }

  /** A copy with one pair added or replaced. */
  public Metadata with(String key, Object value) {
    TreeMap<String, Object> copy = new TreeMap<>(values);
    copy.put(key, value);
    return of(copy);
  }

  /** Rejects a key that no passage can have. */
  static void checkKey(String key) {
    if (key == null || key.isEmpty() || key.indexOf(0) >= 0 || Utf8.length(key) > 256) {
      throw new IllegalArgumentException(
          "'"
              + key
              + "' is not a valid metadata key; use 1 to 256 bytes of UTF-8 without a 0 byte.");
    }
    Utf8.requireWellFormed(key, "A metadata key");
  }

  /**
   * Normalises a value as {@link #of(Map)} does. Filters use it too, so that both sides compare
   * alike.
   */
  static Object checked(String key, Object value) {
    if (value instanceof List<?> list) {
      List<Object> items = list.stream().map(v -> scalar(key, v)).toList();
      if (items.stream().map(Object::getClass).distinct().count() > 1) {
        throw new IllegalArgumentException(
            "Metadata '" + key + "' is a list of mixed types; use one type.");
      }
      return items;
    }
    return scalar(key, value);
  }

  static Object scalar(String key, Object value) {
    if (value instanceof String s) {
      if (Utf8.length(s) > MAX_STRING_BYTES) {
        throw new IllegalArgumentException(
            "Metadata '" + key + "' is longer than " + MAX_STRING_BYTES + " bytes of UTF-8.");
      }
      Utf8.requireWellFormed(s, "Metadata '" + key + "'");
      return s;
    }
    if (value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      double d = ((Number) value).doubleValue();
      if (!Double.isFinite(d)) {
        throw new IllegalArgumentException("Metadata '" + key + "' is not a finite number.");
      }
      return d;
    }
    throw new IllegalArgumentException(
        "Metadata '"
            + key
            + "' is "
            + (value == null ? "null" : "a " + value.getClass().getSimpleName())
            + "; use a string, a number, true, false or a list of one of these.");
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Metadata m && values.equals(m.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
