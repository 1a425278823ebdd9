package dev.ragged.langchain4j;

import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import dev.ragged.Filter;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** LangChain4j's conditions on metadata as ragged's. */
final class Filters {
  private Filters() {}

  /**
   * The same condition.
   *
   * @param filter null matches every passage
   * @throws UnsupportedOperationException for a condition that is not one of LangChain4j's own
   */
  static Filter translate(dev.langchain4j.store.embedding.filter.@Nullable Filter filter) {
    if (filter == null) {
      return Filter.all();
    }
    if (filter instanceof And and) {
      return new Filter.And(List.of(translate(and.left()), translate(and.right())));
    }
    if (filter instanceof Or or) {
      return new Filter.Or(List.of(translate(or.left()), translate(or.right())));
    }
    if (filter instanceof Not not) {
      return new Filter.Not(translate(not.expression()));
    }
    if (filter instanceof IsEqualTo one) {
      return compare(one.key(), Filter.Operator.EQUAL, one.comparisonValue());
    }
    if (filter instanceof IsNotEqualTo one) {
      return compare(one.key(), Filter.Operator.NOT_EQUAL, one.comparisonValue());
    }
    if (filter instanceof IsGreaterThan one) {
      return compare(one.key(), Filter.Operator.GREATER, one.comparisonValue());
    }
    if (filter instanceof IsGreaterThanOrEqualTo one) {
      return compare(one.key(), Filter.Operator.GREATER_OR_EQUAL, one.comparisonValue());
    }
    if (filter instanceof IsLessThan one) {
      return compare(one.key(), Filter.Operator.LESS, one.comparisonValue());
    }
    if (filter instanceof IsLessThanOrEqualTo one) {
      return compare(one.key(), Filter.Operator.LESS_OR_EQUAL, one.comparisonValue());
    }
    if (filter instanceof IsIn one) {
      return in(one.key(), one.comparisonValues());
    }
    if (filter instanceof IsNotIn one) {
      return new Filter.Not(in(one.key(), one.comparisonValues()));
    }
    if (filter instanceof ContainsString one) {
      return contains(one.key(), one.comparisonValue());
    }
    throw new UnsupportedOperationException(
        "A filter of "
            + filter.getClass().getName()
            + " cannot be evaluated; build it from LangChain4j's own conditions.");
  }

  private static Filter compare(String key, Filter.Operator operator, Object value) {
    return new Filter.Compare(key, operator, stored(value));
  }

  private static Filter in(String key, Collection<?> values) {
    return new Filter.In(key, values.stream().map(Filters::stored).toList());
  }

  private static Filter contains(String key, String part) {
    // Every string contains the empty one, and no metadata of LangChain4j's has another text type.
    return part.isEmpty()
        ? new Filter.Exists(key)
        : new Filter.StringPart(key, Filter.Position.ANYWHERE, part);
  }

  /** As {@link Segments} stores it. */
  private static Object stored(Object value) {
    return value instanceof UUID ? value.toString() : value;
  }
}
