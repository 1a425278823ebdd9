package dev.ragged.mcp;

import dev.ragged.app.InvalidRequestException;
import dev.ragged.app.Nearest;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks values by those keywords of JSON Schema that the tools' own schemas use, and says in one
 * sentence what is wrong.
 */
final class Schema implements JsonSchemaValidator {
  private static final int MAX_SHOWN = 60;

  /**
   * Checks the arguments of a call.
   *
   * @throws InvalidRequestException if they do not meet the schema
   */
  static void require(Map<String, Object> schema, Map<String, Object> arguments) {
    wrong(schema, arguments, "")
        .ifPresent(
            sentence -> {
              throw new InvalidRequestException(sentence);
            });
  }

  @Override
  public ValidationResponse validate(Map<String, Object> schema, Object value) {
    return wrong(schema, value, "")
        .map(ValidationResponse::asInvalid)
        .orElseGet(() -> ValidationResponse.asValid(null));
  }

  private static Optional<String> wrong(Map<String, Object> schema, Object value, String name) {
    Optional<String> type = wrongType(schema, value, name);
    if (type.isPresent()) {
      return type;
    }
    if (value instanceof String text) {
      return outside(schema, "Length", text.length(), name, "characters")
          .or(() -> odd(schema, text, name));
    }
    if (value instanceof Number number) {
      return outside(schema, number, name);
    }
    if (value instanceof List<?> items) {
      return outside(schema, "Items", items.size(), name, "items")
          .or(() -> items(schema, items, name));
    }
    return value instanceof Map<?, ?> object ? properties(schema, object, name) : Optional.empty();
  }

  private static Optional<String> wrongType(Map<String, Object> schema, Object value, String name) {
    Object wanted = schema.get("type");
    if (wanted == null) {
      return Optional.empty();
    }
    List<?> types = wanted instanceof List<?> several ? several : List.of(wanted);
    return types.stream().anyMatch(type -> isOf((String) type, value))
        ? Optional.empty()
        : Optional.of(
            quoted(name)
                + " must be "
                + noun((String) types.get(0))
                + ", got "
                + shown(value)
                + ".");
  }

  private static boolean isOf(String type, Object value) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number number && Double.isFinite(number.doubleValue());
      case "array" -> value instanceof List;
      case "object" -> value instanceof Map;
      case "null" -> value == null;
      default -> throw new IllegalStateException("No schema of ours has the type " + type + ".");
    };
  }

  private static String noun(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "array" -> "a list";
      default -> "an object";
    };
  }

  private static Optional<String> outside(
      Map<String, Object> schema, String what, int size, String name, String unit) {
    int least = (Integer) schema.getOrDefault("min" + what, 0);
    int most = (Integer) schema.getOrDefault("max" + what, Integer.MAX_VALUE);
    return size >= least && size <= most
        ? Optional.empty()
        : Optional.of(
            quoted(name) + " must have " + range(least, most) + " " + unit + ", got " + size + ".");
  }

  private static String range(int least, int most) {
    return most == Integer.MAX_VALUE ? "at least " + least : "between " + least + " and " + most;
  }

  private static Optional<String> outside(Map<String, Object> schema, Number number, String name) {
    Number least = (Number) schema.get("minimum");
    Number most = (Number) schema.get("maximum");
    return least == null
            || number.doubleValue() >= least.doubleValue()
                && number.doubleValue() <= most.doubleValue()
        ? Optional.empty()
        : Optional.of(
            quoted(name) + " must be between " + least + " and " + most + ", got " + number + ".");
  }

  private static Optional<String> odd(Map<String, Object> schema, String text, String name) {
    return schema.get("enum") instanceof List<?> values && !values.contains(text)
        ? Optional.of(
            quoted(name) + " must be one of " + joined(values) + ", got " + shown(text) + ".")
        : Optional.empty();
  }

  private static Optional<String> items(Map<String, Object> schema, List<?> items, String name) {
    for (int i = 0; i < items.size(); i++) {
      Optional<String> wrong =
          wrong(object(schema.get("items")), items.get(i), name + "[" + i + "]");
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> properties(
      Map<String, Object> schema, Map<?, ?> object, String name) {
    Map<String, Object> properties = object(schema.getOrDefault("properties", Map.of()));
    for (Object key : (List<?>) schema.getOrDefault("required", List.of())) {
      if (!object.containsKey(key)) {
        return Optional.of(quoted(path(name, key)) + " is missing.");
      }
    }
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String key = (String) entry.getKey();
      if (properties.containsKey(key)) {
        Optional<String> wrong =
            wrong(object(properties.get(key)), entry.getValue(), path(name, key));
        if (wrong.isPresent()) {
          return wrong;
        }
      } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
        return Optional.of(unknown(key, properties.keySet()));
      }
    }
    return Optional.empty();
  }

  private static String unknown(String key, Collection<String> known) {
    String instead =
        known.isEmpty()
            ? "; there are none."
            : Nearest.of(key, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; there are " + joined(known) + ".");
    return "There is no argument " + quoted(shortened(key)) + instead;
  }

  private static String path(String name, Object key) {
    return name.isEmpty() ? key.toString() : name + "." + key;
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "It" : "'" + name + "'";
  }

  private static String joined(Collection<?> values) {
    return String.join(", ", values.stream().map(Object::toString).toList());
  }

  private static String shown(Object value) {
    return value instanceof String text
        ? "'" + shortened(text) + "'"
        : shortened(String.valueOf(value));
  }

  private static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN - 1) + "…";
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
