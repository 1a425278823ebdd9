package dev.ragged;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Evaluates a {@link Filter} on one passage, for stores that cannot ask a server or an index. */
final class FilterEvaluation implements Filter.Visitor<Boolean> {
  private final @Nullable String text;
  private final Metadata metadata;

  FilterEvaluation(@Nullable String text, Metadata metadata) {
    this.text = text;
    this.metadata = metadata;
  }

  private @Nullable Object stored(String key) {
    return metadata.get(key).orElse(null);
  }

  @Override
  public Boolean and(Filter.And and) {
    return and.filters().stream().allMatch(filter -> filter.accept(this));
  }

  @Override
  public Boolean or(Filter.Or or) {
    return or.filters().stream().anyMatch(filter -> filter.accept(this));
  }

  @Override
  public Boolean not(Filter.Not not) {
    return !not.filter().accept(this);
  }

  @Override
  public Boolean textContains(Filter.TextContains contains) {
    return text != null && text.contains(contains.substring());
  }

  @Override
  public Boolean exists(Filter.Exists exists) {
    return stored(exists.key()) != null;
  }

  @Override
  public Boolean in(Filter.In in) {
    Object stored = stored(in.key());
    return in.values().stream().anyMatch(value -> equal(stored, value));
  }

  @Override
  public Boolean stringPart(Filter.StringPart part) {
    return has(stored(part.key()), part);
  }

  @Override
  public Boolean compare(Filter.Compare compare) {
    Object stored = stored(compare.key());
    return switch (compare.operator()) {
      case EQUAL -> equal(stored, compare.value());
      case NOT_EQUAL -> !equal(stored, compare.value());
      case LESS -> ordered(stored, compare.value(), order -> order < 0);
      case LESS_OR_EQUAL -> ordered(stored, compare.value(), order -> order <= 0);
      case GREATER -> ordered(stored, compare.value(), order -> order > 0);
      case GREATER_OR_EQUAL -> ordered(stored, compare.value(), order -> order >= 0);
    };
  }

  /**
   * @param stored a value, a list of values, or null
   */
  private static boolean equal(@Nullable Object stored, Object value) {
    if (stored instanceof List<?> items) {
      return items.stream().anyMatch(item -> equal(item, value));
    }
    if (stored instanceof Number a && value instanceof Number b) {
      return compare(a, b) == 0;
    }
    return stored != null && Metadata.compared(value).equals(Metadata.compared(stored));
  }

  /**
   * @param stored a value, a list of values, or null
   */
  private static boolean has(@Nullable Object stored, Filter.StringPart part) {
    return stored instanceof List<?> items
        ? items.stream().anyMatch(item -> has(item, part))
        : stored instanceof String string && part.isPartOf((String) Metadata.compared(string));
  }

  private static boolean ordered(@Nullable Object stored, Object value, IntPredicate accepts) {
    if (stored instanceof Number a && value instanceof Number b) {
      return accepts.test(compare(a, b));
    }
    return stored instanceof String
        && value instanceof String
        && accepts.test(
            compareCodePoints(
                (String) Metadata.compared(stored), (String) Metadata.compared(value)));
  }

  private static int compare(Number a, Number b) {
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  /** String's own order would put surrogates before the end of the basic plane. */
  private static int compareCodePoints(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        boolean surrogateA = Character.isSurrogate(a.charAt(i));
        boolean surrogateB = Character.isSurrogate(b.charAt(i));
        return surrogateA == surrogateB
            ? Character.compare(a.charAt(i), b.charAt(i))
            : surrogateA ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
