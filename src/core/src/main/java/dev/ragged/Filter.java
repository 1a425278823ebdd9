package dev.ragged;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a passage's metadata or text, applied before a search.
 *
 * <p>Whole and fractional numbers compare by value across both types, exactly. A list equals
 * whatever one of its items equals; {@code NOT_EQUAL} is the negation of {@code EQUAL} and so also
 * matches passages without the key. An ordering matches only single values of the same kind: a
 * string is never less than a number, and lists are not ordered.
 *
 * <p>A key, value or substring that no passage can have (see {@link Metadata#of(java.util.Map)}) is
 * rejected with an {@link IllegalArgumentException}.
 */
public sealed interface Filter {

  /**
   * Hands this condition to the visitor's method for its kind.
   *
   * @return what that method returns
   */
  <R extends @Nullable Object> R accept(Visitor<R> visitor);

  /**
   * Handles each kind of condition. Everything that reads filters implements it, so a new kind does
   * not compile until all of them handle it.
   */
  interface Visitor<R extends @Nullable Object> {
    R compare(Compare compare);

    R in(In in);

    R exists(Exists exists);

    R stringPart(StringPart part);

    R textContains(TextContains contains);

    R and(And and);

    R or(Or or);

    R not(Not not);
  }

  /**
   * Whether a passage meets this condition, evaluated in memory.
   *
   * @param text the passage's text, or null if it has none
   */
  default boolean matches(@Nullable String text, Metadata metadata) {
    return accept(new FilterEvaluation(text, metadata));
  }

  /** Matches every passage. */
  static Filter all() {
    return new And(List.of());
  }

  /** {@code key == value}. */
  static Filter equal(String key, Object value) {
    return new Compare(key, Operator.EQUAL, value);
  }

  /** How the stored value compares to the given one. Strings order by Unicode code point. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** Compares the value at {@code key}; booleans support only EQUAL and NOT_EQUAL. */
  record Compare(String key, Operator operator, Object value) implements Filter {
    public Compare {
      Metadata.checkKey(key);
      Objects.requireNonNull(operator, "operator");
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
    public In {
      Metadata.checkKey(key);
      String k = key;
      values = values.stream().map(v -> Metadata.scalar(k, v)).toList();
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }
  }

  /** The passage has the key, whatever its value. */
  record Exists(String key) implements Filter {
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
    START,
    ANYWHERE,
    END
  }

  /**
   * The value at {@code key} is a string with {@code part} at that position, or a list with such an
   * item. Case matters. Numbers and booleans never match.
   */
  record StringPart(String key, Position position, String part) implements Filter {
    public StringPart {
      Metadata.checkKey(key);
      Objects.requireNonNull(position, "position");
      Metadata.scalar(key, part);
      if (part.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + key + "': the part to look for must not be empty.");
      }
    }

    /** Whether a string has the part at that position. */
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
    public TextContains {
      if (substring.isEmpty()) {
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
    public And {
      filters = List.copyOf(filters);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.and(this);
    }
  }

  /** At least one condition holds; an empty list matches nothing. */
  record Or(List<Filter> filters) implements Filter {
    public Or {
      filters = List.copyOf(filters);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.or(this);
    }
  }

  /** The condition does not hold. */
  record Not(Filter filter) implements Filter {
    public Not {
      Objects.requireNonNull(filter, "filter");
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.not(this);
    }
  }
}
