package dev.ragged.springai;

import dev.ragged.Filter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.vectorstore.filter.Filter.Expression;
import org.springframework.ai.vectorstore.filter.Filter.Group;
import org.springframework.ai.vectorstore.filter.Filter.Key;
import org.springframework.ai.vectorstore.filter.Filter.Operand;
import org.springframework.ai.vectorstore.filter.Filter.Value;

/** Spring AI's filter expressions as ragged's filters. */
final class FilterExpressions {
  private FilterExpressions() {}

  /**
   * The same condition.
   *
   * @param expression null matches every document
   * @throws IllegalArgumentException if an operand is not what its operator takes
   */
  static Filter translate(@Nullable Expression expression) {
    return expression == null ? Filter.all() : filter(expression);
  }

  private static Filter filter(@Nullable Operand operand) {
    if (operand instanceof Group group) {
      return filter(group.content());
    }
    if (!(operand instanceof Expression expression)) {
      throw new IllegalArgumentException(
          "A filter needs an expression where it has " + operand + "; write one.");
    }
    return switch (expression.type()) {
      case AND -> Filter.and(filter(expression.left()), filter(expression.right()));
      case OR -> Filter.or(filter(expression.left()), filter(expression.right()));
      case NOT -> Filter.not(filter(expression.left()));
      case EQ -> Filter.equal(key(expression), value(expression));
      case NE -> Filter.notEqual(key(expression), value(expression));
      case GT -> Filter.greater(key(expression), value(expression));
      case GTE -> Filter.greaterOrEqual(key(expression), value(expression));
      case LT -> Filter.less(key(expression), value(expression));
      case LTE -> Filter.lessOrEqual(key(expression), value(expression));
      case IN -> Filter.in(key(expression), values(expression));
      case NIN -> Filter.notIn(key(expression), values(expression));
      case ISNULL -> Filter.not(Filter.exists(key(expression)));
      case ISNOTNULL -> Filter.exists(key(expression));
    };
  }

  private static Collection<?> values(Expression expression) {
    Object value = value(expression);
    return value instanceof Collection<?> many ? many : List.of(value);
  }

  /** Without the quotes that a key with spaces may be written with, such as {@code 'my key'}. */
  private static String key(Expression expression) {
    if (!(expression.left() instanceof Key key)) {
      throw new IllegalArgumentException(
          expression.type() + " needs a key on its left, got " + expression.left() + ".");
    }
    String name = key.key();
    boolean quoted =
        name.length() > 1
            && (name.charAt(0) == '\'' || name.charAt(0) == '"')
            && name.charAt(name.length() - 1) == name.charAt(0);
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  private static Object value(Expression expression) {
    if (!(expression.right() instanceof Value value)) {
      throw new IllegalArgumentException(
          expression.type() + " needs a value on its right, got " + expression.right() + ".");
    }
    return DocumentMetadataValues.stored(value.value());
  }
}
