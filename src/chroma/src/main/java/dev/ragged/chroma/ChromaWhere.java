package dev.ragged.chroma;

import dev.ragged.Filter;
import dev.ragged.Filter.Operator;
import dev.ragged.Metadata;
import dev.ragged.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a filter that Chroma can evaluate. Its {@code where} has no negated ordering, no
 * order or parts of strings in metadata and no existence of keys, and treats lists unlike single
 * values. What it cannot evaluate exactly it narrows down; the rest is evaluated here.
 *
 * @param where a condition in Chroma's notation that every matching passage meets, or null for none
 * @param exact whether every passage that meets it matches
 */
record ChromaWhere(Map<String, Object> where, boolean exact) {
  /**
   * The server fails at 1,000 conditions and crashes at 5,000; it also fails at 100 nested ones.
   */
  private static final int MAX_CONDITIONS = 400;

  private static final int MAX_DEPTH = 30;

  /** From this size on, the server compares whole and fractional numbers as doubles. */
  private static final double EXACT_BELOW = 0x1p53;

  private static final String DOCUMENT = "#document";
  private static final ChromaWhere EVERYTHING = new ChromaWhere(null, true);
  private static final ChromaWhere UNKNOWN = new ChromaWhere(null, false);

  static ChromaWhere of(Filter filter) {
    ChromaWhere where = translate(filter, false);
    return size(where.where, 0) > MAX_CONDITIONS ? UNKNOWN : where;
  }

  /** Counts conditions; too deep nesting counts as too many. */
  private static int size(Object condition, int depth) {
    if (depth > MAX_DEPTH) {
      return MAX_CONDITIONS + 1;
    }
    if (condition instanceof Map<?, ?> map) {
      int sum = 1;
      for (Object value : map.values()) {
        sum += size(value, depth + 1);
      }
      return sum;
    }
    if (condition instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
      int sum = 0;
      for (Object value : list) {
        sum += size(value, depth);
      }
      return sum;
    }
    return 0;
  }

  private static ChromaWhere translate(Filter filter, boolean negated) {
    return filter.accept(new Translation(negated));
  }

  /**
   * A condition in Chroma's notation.
   *
   * @param negated whether the condition must not hold
   */
  private record Translation(boolean negated) implements Filter.Visitor<ChromaWhere> {
    @Override
    public ChromaWhere not(Filter.Not not) {
      return translate(not.filter(), !negated);
    }

    @Override
    public ChromaWhere and(Filter.And and) {
      return negated ? any(and.filters(), true) : all(and.filters(), false);
    }

    @Override
    public ChromaWhere or(Filter.Or or) {
      return negated ? all(or.filters(), true) : any(or.filters(), false);
    }

    @Override
    public ChromaWhere textContains(Filter.TextContains contains) {
      if (contains.substring().indexOf(0) >= 0) {
        return UNKNOWN; // the server's database stops reading at that character
      }
      return exactly(
          condition(DOCUMENT, negated ? "$not_contains" : "$contains", contains.substring()));
    }

    @Override
    public ChromaWhere in(Filter.In in) {
      return ChromaPassages.isNative(in.key())
          ? ChromaWhere.in(in.key(), in.values(), negated)
          : UNKNOWN;
    }

    @Override
    public ChromaWhere compare(Filter.Compare compare) {
      return ChromaPassages.isNative(compare.key())
          ? ChromaWhere.compare(compare, negated)
          : UNKNOWN;
    }

    @Override
    public ChromaWhere exists(Filter.Exists exists) {
      return UNKNOWN;
    }

    @Override
    public ChromaWhere stringPart(Filter.StringPart part) {
      return UNKNOWN;
    }
  }

  private static ChromaWhere exactly(Map<String, Object> where) {
    return new ChromaWhere(where, true);
  }

  private static Map<String, Object> condition(String key, String operator, Object value) {
    return Map.of(key, Map.of(operator, value));
  }

  private static ChromaWhere compare(Filter.Compare compare, boolean negated) {
    Operator operator = compare.operator();
    Object value = compare.value();
    if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
      return in(compare.key(), List.of(value), negated != (operator == Operator.NOT_EQUAL));
    }
    if (negated || !(value instanceof Number) || isLarge(value)) {
      return UNKNOWN;
    }
    return order(compare.key(), operator, (Number) value);
  }

  /**
   * The server truncates the given number when it compares with whole numbers: 2.5 to 2 and -2.5 to
   * -2. Further conditions correct what that leaves out or lets in.
   */
  private static ChromaWhere order(String key, Operator operator, Number value) {
    boolean less = operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
    boolean orEqual = operator == Operator.LESS_OR_EQUAL || operator == Operator.GREATER_OR_EQUAL;
    if (!isFractional(value)) {
      String name = (less ? "$lt" : "$gt") + (orEqual ? "e" : "");
      return exactly(condition(key, name, value));
    }
    List<ChromaWhere> either = new ArrayList<>();
    either.add(exactly(condition(key, less ? "$lt" : "$gt", value)));
    if (less == value.doubleValue() > 0) {
      either.add(exactly(condition(key, "$in", List.of(value.longValue()))));
    }
    if (orEqual) {
      either.add(single(key, value, false));
    }
    return combine("$or", either);
  }

  /** A single value equals a fractional number, or does not. */
  private static ChromaWhere single(String key, Number fractional, boolean negated) {
    List<ChromaWhere> both =
        List.of(
            exactly(condition(key, negated ? "$nin" : "$in", List.of(fractional))),
            exactly(condition(key, negated ? "$in" : "$nin", List.of(fractional.longValue()))));
    return combine(negated ? "$or" : "$and", both);
  }

  private static boolean isFractional(Object value) {
    return value instanceof Double number && number != Math.rint(number);
  }

  /** A single value equals one of the values or a list contains one; or the negation. */
  private static ChromaWhere in(String key, List<Object> values, boolean negated) {
    boolean large = values.stream().anyMatch(ChromaWhere::isLarge);
    if ((large && negated) || values.stream().anyMatch(ChromaWhere::isLong)) {
      return UNKNOWN;
    }
    Map<Class<?>, Set<Object>> byType = new LinkedHashMap<>();
    List<ChromaWhere> conditions = new ArrayList<>();
    for (Object value : values) {
      for (Object form : forms(value)) {
        conditions.add(exactly(condition(key, negated ? "$not_contains" : "$contains", form)));
        if (isFractional(form)) {
          conditions.add(single(key, (Number) form, negated));
        } else {
          byType.computeIfAbsent(form.getClass(), type -> new LinkedHashSet<>()).add(form);
        }
      }
    }
    byType
        .values()
        .forEach(
            forms ->
                conditions.add(
                    exactly(condition(key, negated ? "$nin" : "$in", List.copyOf(forms)))));
    ChromaWhere all = combine(negated ? "$and" : "$or", conditions);
    return new ChromaWhere(all.where, !large);
  }

  private static boolean isLarge(Object value) {
    return value instanceof Number number && Math.abs(number.doubleValue()) >= EXACT_BELOW;
  }

  /**
   * Whether a filter may look at less of a string that equals the value: the server looks at all.
   */
  private static boolean isLong(Object value) {
    return value instanceof String string && Utf8.length(string) > Metadata.MAX_COMPARED_BYTES - 4;
  }

  /** A number may be stored whole or fractional. */
  private static List<Object> forms(Object value) {
    if (value instanceof Long whole) {
      double fractional = whole;
      return fractional < 0x1p63 && (long) fractional == whole
          ? List.of(whole, fractional)
          : List.of(whole);
    }
    if (value instanceof Double fractional) {
      double normal = fractional + 0.0; // turns -0.0 into 0.0
      return normal >= -0x1p63 && normal < 0x1p63 && normal == Math.rint(normal)
          ? List.of((long) normal, normal)
          : List.of(normal);
    }
    return List.of(value);
  }

  private static ChromaWhere all(List<Filter> filters, boolean negated) {
    List<ChromaWhere> parts = filters.stream().map(f -> translate(f, negated)).toList();
    ChromaWhere known = combine("$and", parts.stream().filter(part -> part.where != null).toList());
    return parts.stream().allMatch(ChromaWhere::exact)
        ? known
        : new ChromaWhere(known.where, false);
  }

  private static ChromaWhere any(List<Filter> filters, boolean negated) {
    List<ChromaWhere> parts = filters.stream().map(f -> translate(f, negated)).toList();
    if (parts.stream().anyMatch(part -> part.where == null)) {
      return parts.contains(EVERYTHING) ? EVERYTHING : UNKNOWN;
    }
    return combine("$or", parts);
  }

  private static ChromaWhere combine(String operator, List<ChromaWhere> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    if (parts.isEmpty() && operator.equals("$and")) {
      return EVERYTHING;
    }
    return new ChromaWhere(
        Map.of(operator, parts.stream().map(ChromaWhere::where).toList()),
        parts.stream().allMatch(ChromaWhere::exact));
  }
}
