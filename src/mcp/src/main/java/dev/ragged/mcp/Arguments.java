package dev.ragged.mcp;

import java.util.List;
import java.util.Map;

/**
 * The arguments of a call, which meet the tool's schema. What is left out has the schema's default,
 * or else is null, and a list is empty.
 */
final class Arguments {
  private final Map<String, Object> schema;
  private final Map<String, Object> given;

  private Arguments(Map<String, Object> schema, Map<String, Object> given) {
    this.schema = schema;
    this.given = given;
  }

  /**
   * Checks them.
   *
   * @param given null for none
   * @throws dev.ragged.app.InvalidRequestException if they do not meet the schema
   */
  static Arguments of(Map<String, Object> schema, Map<String, Object> given) {
    Map<String, Object> arguments = given == null ? Map.of() : given;
    Schema.require(schema, arguments);
    return new Arguments(schema, arguments);
  }

  String text(String name) {
    return (String) value(name);
  }

  @SuppressWarnings("unchecked")
  List<String> texts(String name) {
    Object value = value(name);
    return value == null ? List.of() : (List<String>) value;
  }

  int integer(String name) {
    return ((Number) value(name)).intValue();
  }

  Double number(String name) {
    return value(name) instanceof Number number ? number.doubleValue() : null;
  }

  boolean flag(String name) {
    return (Boolean) value(name);
  }

  /** An object as it was given, for whoever reads it. */
  Object object(String name) {
    return value(name);
  }

  private Object value(String name) {
    return given.containsKey(name)
        ? given.get(name)
        : ((Map<?, ?>) ((Map<?, ?>) schema.get("properties")).get(name)).get("default");
  }
}
