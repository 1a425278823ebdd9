package dev.ragged.app.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.Filter;
import dev.ragged.Filter.Operator;
import dev.ragged.Filter.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the condition on one metadata key: a value to equal, or operators, all of which must hold.
 * Operators with a dollar match a missing key where they negate; those without, as Python libraries
 * write them, never match a missing key.
 */
final class FieldConditions {
  private static final String OPERATORS =
      "$eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists, $contains, $starts_with and $ends_with,"
          + " and as Python libraries write them ==, !=, >, >=, <, <=, in, not_in, contains, starts_with,"
          + " ends_with, is_true and is_false";

  /** What Python takes for false. An empty list is no value here. */
  private static final List<Object> FALSE = List.of(false, 0, "");

  private FieldConditions() {}

  /**
   * The condition on {@code key}.
   *
   * @throws IllegalArgumentException with one sentence for people
   */
  static Filter read(String key, JsonNode value) {
    if (!value.isObject()) {
      return new Filter.Compare(key, Operator.EQUAL, scalar(key, value));
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + FilterJson.shorten(key) + "' needs one of " + OPERATORS + ".");
    }
    List<Filter> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      all.add(operator(key, entry.getKey(), entry.getValue()));
    }
    return all.size() == 1 ? all.get(0) : new Filter.And(all);
  }

  private static Filter operator(String key, String operator, JsonNode value) {
    return switch (operator) {
      case "$eq", "==" -> new Filter.Compare(key, Operator.EQUAL, scalar(key, value));
      case "$ne" -> new Filter.Compare(key, Operator.NOT_EQUAL, scalar(key, value));
      case "$gt", ">" -> new Filter.Compare(key, Operator.GREATER, scalar(key, value));
      case "$gte", ">=" -> new Filter.Compare(key, Operator.GREATER_OR_EQUAL, scalar(key, value));
      case "$lt", "<" -> new Filter.Compare(key, Operator.LESS, scalar(key, value));
      case "$lte", "<=" -> new Filter.Compare(key, Operator.LESS_OR_EQUAL, scalar(key, value));
      case "$in", "in" -> new Filter.In(key, scalars(key, operator, value));
      case "$nin" -> new Filter.Not(new Filter.In(key, scalars(key, operator, value)));
      case "$exists" -> {
        if (!value.isBoolean()) {
          throw new IllegalArgumentException(
              "$exists takes true or false; got " + FilterJson.show(value) + ".");
        }
        Filter exists = new Filter.Exists(key);
        yield value.booleanValue() ? exists : new Filter.Not(exists);
      }
      case "$contains", "contains" -> part(key, Position.ANYWHERE, operator, value);
      case "$starts_with", "starts_with" -> part(key, Position.START, operator, value);
      case "$ends_with", "ends_with" -> part(key, Position.END, operator, value);
      case "!=" -> thereBut(key, operator(key, "==", value));
      case "not_in" -> thereBut(key, new Filter.In(key, scalars(key, operator, value)));
      case "is_true" -> thereBut(key, new Filter.In(key, FALSE));
      case "is_false" -> new Filter.In(key, FALSE);
      default ->
          throw new IllegalArgumentException(
              "'"
                  + FilterJson.shorten(key)
                  + "' has no operator "
                  + FilterJson.shorten(operator)
                  + "; there are "
                  + OPERATORS
                  + ".");
    };
  }

  private static Filter part(String key, Position position, String operator, JsonNode value) {
    return new Filter.StringPart(key, position, FilterJson.text(operator, value));
  }

  /** The key is there, and the condition does not hold. */
  private static Filter thereBut(String key, Filter not) {
    return new Filter.And(List.of(new Filter.Exists(key), new Filter.Not(not)));
  }

  private static List<Object> scalars(String key, String operator, JsonNode value) {
    if (!value.isArray()) {
      throw new IllegalArgumentException(
          operator + " takes a list of values; got " + FilterJson.show(value) + ".");
    }
    List<Object> values = new ArrayList<>();
    for (JsonNode item : value) {
      values.add(scalar(key, item));
    }
    return values;
  }

  private static Object scalar(String key, JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber()) {
      if (!value.canConvertToLong()) {
        throw new IllegalArgumentException(
            "'"
                + FilterJson.shorten(key)
                + "': "
                + FilterJson.show(value)
                + " does not fit in 64 bits.");
      }
      return value.longValue();
    }
    if (value.isNumber()) {
      return value.doubleValue();
    }
    throw new IllegalArgumentException(
        "'"
            + FilterJson.shorten(key)
            + "' compares to a string, a number, true or false; got "
            + FilterJson.show(value)
            + (value.isArray() ? ", for which there is $in." : "."));
  }
}
