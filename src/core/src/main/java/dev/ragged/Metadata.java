package dev.ragged;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Immutable key-value pairs of a passage, in order of key. A value is a {@link String}, {@link
 * Long}, finite {@link Double}, {@link Boolean}, or a list of values of one of these types; these
 * are what reads back. Others become one of them, in passages and in filters alike, so that both
 * compare:
 *
 * <ul>
 *   <li>Integer, Short and Byte become Long, Float becomes Double;
 *   <li>a {@link BigInteger} or {@link BigDecimal} becomes Long if it is a whole number that fits,
 *       else the nearest Double;
 *   <li>an {@link Instant} or {@link OffsetDateTime} becomes a string of its time in UTC with nine
 *       digits of a second, {@code 2026-11-27T09:30:00.000000000Z}; such strings sort by time;
 *   <li>a {@link UUID} becomes its usual string;
 *   <li>a {@link Set} becomes a list in ascending order, any other collection a list in its order.
 * </ul>
 *
 * <p>Null and nested objects are rejected; a key with an empty list is dropped. A string of any
 * length is stored whole; filters look at its first {@link #MAX_COMPARED_BYTES}.
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

  /**
   * How many UTF-8 bytes of a string a filter looks at, rounded down to whole characters. Two
   * strings that begin with the same so many bytes are equal to a filter.
   */
  public static final int MAX_COMPARED_BYTES = 32_000;

  private static final DateTimeFormatter SORTABLE =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Map<String, Object> values;

  private Metadata(TreeMap<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Copies a map and checks it.
   *
   * @param map keys of 1 to 256 bytes of UTF-8, and values
   * @return the metadata
   * @throws IllegalArgumentException if a key is empty, or a value is of another type, not finite,
   *     not well-formed Unicode or a time before the year 0 or after 9999
   */
  public static Metadata of(Map<String, ?> map) {
    TreeMap<String, Object> values = new TreeMap<>();
    Arguments.required(map, "map")
        .forEach(
            (key, value) -> {
              checkKey(key);
              Object normalised = checked(key, value);
              if (!(normalised instanceof List<?> list && list.isEmpty())) {
                values.put(key, normalised);
              }
            });
    return values.isEmpty() ? EMPTY : new Metadata(values);
  }

  /**
   * A single pair.
   *
   * @param key 1 to 256 bytes of UTF-8
   * @param value as in {@link #of(Map)}
   * @return the metadata
   */
  public static Metadata of(String key, Object value) {
    return of(Collections.singletonMap(key, value));
  }

  /**
   * The value at a key.
   *
   * @param key any
   * @return the value in its stored type, or nothing if there is no such key
   */
  public Optional<Object> get(String key) {
    return Optional.ofNullable(values.get(Arguments.required(key, "key")));
  }

  /**
   * All pairs.
   *
   * @return an unmodifiable view in order of key
   */
  public Map<String, Object> asMap() {
    return values;
  }

  /**
   * A copy with one pair added or replaced.
   *
   * @param key 1 to 256 bytes of UTF-8
   * @param value as in {@link #of(Map)}
   * @return the copy
   */
  public Metadata with(String key, Object value) {
    TreeMap<String, Object> copy = new TreeMap<>(values);
    copy.put(Arguments.required(key, "key"), value);
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
    if (value instanceof Collection<?> collection) {
      List<Object> items = collection.stream().map(v -> scalar(key, v)).toList();
      if (items.stream().map(Object::getClass).distinct().count() > 1) {
        throw new IllegalArgumentException(
            "Metadata '" + key + "' is a list of mixed types; use one type.");
      }
      // Otherwise equal sets could make unequal lists: a set's order may differ between runs.
      return value instanceof Set ? items.stream().sorted().toList() : items;
    }
    return scalar(key, value);
  }

  static Object scalar(String key, Object value) {
    if (value instanceof String s) {
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
    if (value instanceof BigInteger whole) {
      return scalar(key, new BigDecimal(whole));
    }
    if (value instanceof BigDecimal exact) {
      return number(key, exact);
    }
    if (value instanceof UUID uuid) {
      return uuid.toString();
    }
    if (value instanceof OffsetDateTime time) {
      return time(key, time.toInstant());
    }
    if (value instanceof Instant time) {
      return time(key, time);
    }
    throw new IllegalArgumentException(
        "Metadata '"
            + key
            + "' is "
            + (value == null ? "null" : "a " + value.getClass().getSimpleName())
            + "; use a string, a number, true, false, an Instant, a UUID or a list of one of these.");
  }

  private static Object number(String key, BigDecimal exact) {
    try {
      return exact.longValueExact();
    } catch (ArithmeticException e) {
      return scalar(key, exact.doubleValue());
    }
  }

  private static String time(String key, Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new IllegalArgumentException(
          "Metadata '" + key + "' is a time before the year 0 or after 9999; use another one.");
    }
    return SORTABLE.format(time);
  }

  /**
   * What a filter sees of a value.
   *
   * @param value a value of this class; lists item by item are not meant
   * @return a string's first {@link #MAX_COMPARED_BYTES}; anything else as it is
   */
  public static Object compared(Object value) {
    return value instanceof String string ? Utf8.first(string, MAX_COMPARED_BYTES) : value;
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
