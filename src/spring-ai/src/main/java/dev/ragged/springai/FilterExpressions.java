package dev.ragged.springai;

import dev.ragged.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
      case AND -> new Filter.And(List.of(filter(expression.left()), filter(expression.right())));
      case OR -> new Filter.Or(List.of(filter(expression.left()), filter(expression.right())));
      case NOT -> new Filter.Not(filter(expression.left()));
      case EQ -> compare(expression, Filter.Operator.EQUAL);
      case NE -> compare(expression, Filter.Operator.NOT_EQUAL);
      case GT -> compare(expression, Filter.Operator.GREATER);
      case GTE -> compare(expression, Filter.Operator.GREATER_OR_EQUAL);
      case LT -> compare(expression, Filter.Operator.LESS);
      case LTE -> compare(expression, Filter.Operator.LESS_OR_EQUAL);
      case IN -> in(expression);
      case NIN -> new Filter.Not(in(expression));
      case ISNULL -> new Filter.Not(new Filter.Exists(key(expression)));
      case ISNOTNULL -> new Filter.Exists(key(expression));
    };
  }

  private static Filter compare(Expression expression, Filter.Operator operator) {
    return new Filter.Compare(
        key(expression), operator, DocumentMetadataValues.stored(value(expression)));
  }

  private static Filter in(Expression expression) {
    Object value = value(expression);
    Collection<?> values = value instanceof Collection<?> many ? many : List.of(value);
    return new Filter.In(
        key(expression), values.stream().map(DocumentMetadataValues::stored).toList());
  }

  /** The parser leaves the quotes that a key is written with, such as {@code 'my key'}. */
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
    return Objects.requireNonNull(value.value(), "value");
  }
}
