package dev.ragged;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a passage's metadata or text, applied before a search.
 *
 * <p>Whole and fractional numbers compare by value across both types, exactly. A list equals
 * whatever one of its items equals; {@code NOT_EQUAL} is the negation of {@code EQUAL} and so also
 * matches passages without the key. An ordering matches only single values of the same kind: a
 * string is never less than a number, and lists are not ordered.
 *
 * <p>Values are taken and compared as {@link Metadata} has them: an {@link java.time.Instant} is a
 * string that sorts by time. Of a string longer than {@link Metadata#MAX_COMPARED_BYTES} only that
 * much is compared, on both sides.
 *
 * <p>A key, value or substring that no passage can have (see {@link Metadata#of(java.util.Map)}) is
 * rejected with an {@link IllegalArgumentException}.
 *
 * <p>Long because each condition is a record here and has a static method besides.
 */
public sealed interface Filter {

  /**
   * Hands this condition to the visitor's method for its kind.
   *
   * @param <R> what the visitor makes of conditions
   * @param visitor told which kind this is
   * @return what that method returns
   */
  <R extends @Nullable Object> R accept(Visitor<R> visitor);

  /**
   * Handles each kind of condition. Everything that reads filters implements it, so a new kind does
   * not compile until all of them handle it.
   */
  interface Visitor<R extends @Nullable Object> {
    /**
     * A comparison.
     *
     * @param compare the condition
     * @return what is made of it
     */
    R compare(Compare compare);

    /**
     * One of several values.
     *
     * @param in the condition
     * @return what is made of it
     */
    R in(In in);

    /**
     * A key.
     *
     * @param exists the condition
     * @return what is made of it
     */
    R exists(Exists exists);

    /**
     * A part of a string.
     *
     * @param part the condition
     * @return what is made of it
     */
    R stringPart(StringPart part);

    /**
     * A part of the text.
     *
     * @param contains the condition
     * @return what is made of it
     */
    R textContains(TextContains contains);

    /**
     * All of several conditions.
     *
     * @param and the condition
     * @return what is made of it
     */
    R and(And and);

    /**
     * One of several conditions.
     *
     * @param or the condition
     * @return what is made of it
     */
    R or(Or or);

    /**
     * The contrary.
     *
     * @param not the condition
     * @return what is made of it
     */
    R not(Not not);
  }

  /**
   * Whether a passage meets this condition, evaluated in memory.
   *
   * @param text the passage's text, or null if it has none
   * @param metadata the passage's
   * @return whether it does
   */
  default boolean matches(@Nullable String text, Metadata metadata) {
    return accept(new FilterEvaluation(text, metadata));
  }

  /**
   * Matches every passage.
   *
   * @return the condition
   */
  static Filter all() {
    return new And(List.of());
  }

  /**
   * {@code key == value}.
   *
   * @param key of the metadata
   * @param value what to compare with, as in {@link Metadata#of(java.util.Map)}
   * @return the condition
   */
  static Filter equal(String key, Object value) {
    return new Compare(key, Operator.EQUAL, value);
  }

  /**
   * {@code key != value}; also of passages without the key.
   *
   * @param key of the metadata
   * @param value what to compare with, as in {@link Metadata#of(java.util.Map)}
   * @return the condition
   */
  static Filter notEqual(String key, Object value) {
    return new Compare(key, Operator.NOT_EQUAL, value);
  }

  /**
   * {@code key < value}.
   *
   * @param key of the metadata
   * @param value what to compare with, as in {@link Metadata#of(java.util.Map)}
   * @return the condition
   */
  static Filter less(String key, Object value) {
    return new Compare(key, Operator.LESS, value);
  }

  /**
   * {@code key <= value}.
   *
   * @param key of the metadata
   * @param value what to compare with, as in {@link Metadata#of(java.util.Map)}
   * @return the condition
   */
  static Filter lessOrEqual(String key, Object value) {
    return new Compare(key, Operator.LESS_OR_EQUAL, value);
  }

  /**
   * {@code key > value}.
   *
   * @param key of the metadata
   * @param value what to compare with, as in {@link Metadata#of(java.util.Map)}
   * @return the condition
   */
  static Filter greater(String key, Object value) {
    return new Compare(key, Operator.GREATER, value);
  }

  /**
   * {@code key >= value}.
   *
   * @param key of the metadata
   * @param value what to compare with, as in {@link Metadata#of(java.util.Map)}
   * @return the condition
   */
  static Filter greaterOrEqual(String key, Object value) {
    return new Compare(key, Operator.GREATER_OR_EQUAL, value);
  }

  /**
   * The value at {@code key} equals one of these.
   *
   * @param key of the metadata
   * @param values none matches nothing
   * @return the condition
   */
  static Filter in(String key, Collection<?> values) {
    return new In(key, List.copyOf(Arguments.requiredAll(values, "values")));
  }

  /**
   * The value at {@code key} equals one of these.
   *
   * @param key of the metadata
   * @param values none matches nothing
   * @return the condition
   */
  static Filter in(String key, Object... values) {
    return in(key, Arrays.asList(Arguments.required(values, "values")));
  }

  /**
   * The value at {@code key} equals none of these; also of passages without the key.
   *
   * @param key of the metadata
   * @param values none matches everything
   * @return the condition
   */
  static Filter notIn(String key, Collection<?> values) {
    return not(in(key, values));
  }

  /**
   * The passage has the key.
   *
   * @param key of the metadata
   * @return the condition
   */
  static Filter exists(String key) {
    return new Exists(key);
  }

  /**
   * The string at {@code key} begins with a part, see {@link StringPart}.
   *
   * @param key of the metadata
   * @param part not empty
   * @return the condition
   */
  static Filter startsWith(String key, String part) {
    return new StringPart(key, Position.START, part);
  }

  /**
   * The string at {@code key} contains a part, see {@link StringPart}.
   *
   * @param key of the metadata
   * @param part not empty
   * @return the condition
   */
  static Filter contains(String key, String part) {
    return new StringPart(key, Position.ANYWHERE, part);
  }

  /**
   * The string at {@code key} ends with a part, see {@link StringPart}.
   *
   * @param key of the metadata
   * @param part not empty
   * @return the condition
   */
  static Filter endsWith(String key, String part) {
    return new StringPart(key, Position.END, part);
  }

  /**
   * The passage's text contains a part. Case matters.
   *
   * @param substring not empty
   * @return the condition
   */
  static Filter textContains(String substring) {
    return new TextContains(substring);
  }

  /**
   * All conditions hold.
   *
   * @param filters none matches everything
   * @return the condition
   */
  static Filter and(Filter... filters) {
    return and(Arrays.asList(Arguments.required(filters, "filters")));
  }

  /**
   * All conditions hold.
   *
   * @param filters none matches everything
   * @return the condition
   */
  static Filter and(Collection<Filter> filters) {
    return new And(List.copyOf(Arguments.requiredAll(filters, "filters")));
  }

  /**
   * At least one condition holds.
   *
   * @param filters none matches nothing
   * @return the condition
   */
  static Filter or(Filter... filters) {
    return or(Arrays.asList(Arguments.required(filters, "filters")));
  }

  /**
   * At least one condition holds.
   *
   * @param filters none matches nothing
   * @return the condition
   */
  static Filter or(Collection<Filter> filters) {
    return new Or(List.copyOf(Arguments.requiredAll(filters, "filters")));
  }

  /**
   * The condition does not hold.
   *
   * @param filter the condition
   * @return the condition
   */
  static Filter not(Filter filter) {
    return new Not(filter);
  }

  /** How the stored value compares to the given one. Strings order by Unicode code point. */
  enum Operator {
    /** The same value. */
    EQUAL,
    /** Not {@link #EQUAL}; also where there is no value. */
    NOT_EQUAL,
    /** A lower value. */
    LESS,
    /** The same or a lower value. */
    LESS_OR_EQUAL,
    /** A higher value. */
    GREATER,
    /** The same or a higher value. */
    GREATER_OR_EQUAL
  }

  /** Compares the value at {@code key}; booleans support only EQUAL and NOT_EQUAL. */
  record Compare(String key, Operator operator, Object value) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param key as above
     * @param operator as above
     * @param value as above
     */
    public Compare {
      Metadata.checkKey(key);
      Arguments.required(operator, "operator");
      value = Metadata.scalar(key, value);
      if (value instanceof Boolean
          && operator != Operator.EQUAL
          && operator != Operator.NOT_EQUAL) {
        throw new IllegalArgumentException("'" + key + "': true and false cannot be ordered.");
      }
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.compare(this);
    }
  }

  /** The value at {@code key} equals one of {@code values}; an empty list matches nothing. */
  record In(String key, List<Object> values) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param key as above
     * @param values as above
     */
    public In {
      Metadata.checkKey(key);
      String k = key;
      Arguments.requiredAll(values, "values");
      values = values.stream().map(v -> Metadata.scalar(k, v)).toList();
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }
  }

  /** The passage has the key, whatever its value. */
  record Exists(String key) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param key as above
     */
    public Exists {
      Metadata.checkKey(key);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.exists(this);
    }
  }

  /** Where a part occurs in a string. */
  enum Position {
    /** At its beginning. */
    START,
    /** Anywhere in it. */
    ANYWHERE,
    /** At its end. */
    END
  }

  /**
   * The value at {@code key} is a string with {@code part} at that position, or a list with such an
   * item. Case matters. Numbers and booleans never match.
   */
  record StringPart(String key, Position position, String part) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param key as above
     * @param position as above
     * @param part as above
     */
    public StringPart {
      Metadata.checkKey(key);
      Arguments.required(position, "position");
      Utf8.requireWellFormed(Arguments.required(part, "part"), "The part of '" + key + "'");
      if (Utf8.length(part) > Metadata.MAX_COMPARED_BYTES) {
        throw new IllegalArgumentException(
            "'"
                + key
                + "': the part to look for is longer than "
                + Metadata.MAX_COMPARED_BYTES
                + " bytes of UTF-8, which is all that a filter looks at; shorten it.");
      }
      if (part.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + key + "': the part to look for must not be empty.");
      }
    }

    /**
     * Whether a string has the part at that position.
     *
     * @param string any
     * @return whether it does
     */
    public boolean isPartOf(String string) {
      return switch (position) {
        case START -> string.startsWith(part);
        case ANYWHERE -> string.contains(part);
        case END -> string.endsWith(part);
      };
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.stringPart(this);
    }
  }

  /** The passage's text contains {@code substring}. Case matters. */
  record TextContains(String substring) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param substring as above
     */
    public TextContains {
      if (Arguments.required(substring, "substring").isEmpty()) {
        throw new IllegalArgumentException("The text to look for must not be empty.");
      }
      Utf8.requireWellFormed(substring, "A text condition");
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.textContains(this);
    }
  }

  /** All conditions hold; an empty list matches everything. */
  record And(List<Filter> filters) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param filters as above
     */
    public And {
      filters = List.copyOf(Arguments.requiredAll(filters, "filters"));
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** At least one condition holds; an empty list matches nothing. */
  record Or(List<Filter> filters) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param filters as above
     */
    public Or {
      filters = List.copyOf(Arguments.requiredAll(filters, "filters"));
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /** The condition does not hold. */
  record Not(Filter filter) implements Filter {
    /**
     * Checks what it is made of.
     *
     * @param filter as above
     */
    public Not {
      Arguments.required(filter, "filter");
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }
}
