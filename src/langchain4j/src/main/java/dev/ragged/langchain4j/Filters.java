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
      return Filter.and(translate(and.left()), translate(and.right()));
    }
    if (filter instanceof Or or) {
      return Filter.or(translate(or.left()), translate(or.right()));
    }
    if (filter instanceof Not not) {
      return Filter.not(translate(not.expression()));
    }
    if (filter instanceof IsEqualTo one) {
      return Filter.equal(one.key(), one.comparisonValue());
    }
    if (filter instanceof IsNotEqualTo one) {
      return Filter.notEqual(one.key(), one.comparisonValue());
    }
    if (filter instanceof IsGreaterThan one) {
      return Filter.greater(one.key(), one.comparisonValue());
    }
    if (filter instanceof IsGreaterThanOrEqualTo one) {
      return Filter.greaterOrEqual(one.key(), one.comparisonValue());
    }
    if (filter instanceof IsLessThan one) {
      return Filter.less(one.key(), one.comparisonValue());
    }
    if (filter instanceof IsLessThanOrEqualTo one) {
      return Filter.lessOrEqual(one.key(), one.comparisonValue());
    }
    if (filter instanceof IsIn one) {
      return Filter.in(one.key(), one.comparisonValues());
    }
    if (filter instanceof IsNotIn one) {
      return Filter.notIn(one.key(), one.comparisonValues());
    }
    if (filter instanceof ContainsString one) {
      // Every string contains the empty one, and LangChain4j asks this of strings alone.
      return one.comparisonValue().isEmpty()
          ? Filter.exists(one.key())
          : Filter.contains(one.key(), one.comparisonValue());
    }
    throw new UnsupportedOperationException(
        "A filter of "
            + filter.getClass().getName()
            + " cannot be evaluated; build it from LangChain4j's own conditions.");
  }
}
