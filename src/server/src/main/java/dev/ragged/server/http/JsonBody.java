package dev.ragged.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ragged.app.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The JSON object that a request brings. Each of its members is asked for by name and checked; one
 * that nobody has asked for is a mistake of the sender's, which {@link #end} reports.
 */
public final class JsonBody {
  private static final int MAX_DEPTH = 70;

  private static final JsonMapper MAPPER = StrictJson.mapper(MAX_DEPTH).build();

  private final JsonNode object;
  private final Set<String> known = new HashSet<>();

  private JsonBody(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads an object.
   *
   * @throws Problem if it is none
   */
  static JsonBody read(InputStream in) throws IOException {
    JsonNode node;
    try {
      node = MAPPER.readTree(in);
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("The body is not valid JSON; send one JSON object.");
    }
    if (node == null || !node.isObject()) {
      throw Problem.badRequest("The body must be a JSON object.");
    }
    return new JsonBody(node);
  }

  /** A member as it is; null if it is missing or null. */
  public JsonNode node(String name) {
    known.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /** A string, or null. */
  public String text(String name) {
    JsonNode node = node(name);
    if (node != null && !node.isTextual()) {
      throw wrong(name, "a string");
    }
    return node == null ? null : node.textValue();
  }

  /** A string that must be there. */
  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw Problem.badRequest("'" + name + "' is missing.");
    }
    return text;
  }

  /** A whole number in a range, or the default. */
  public int number(String name, int otherwise, int min, int max) {
    JsonNode node = node(name);
    if (node == null) {
      return otherwise;
    }
    // 3.0 is a whole number in JSON Schema's eyes.
    boolean whole = node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0;
    if (!whole || node.doubleValue() < min || node.doubleValue() > max) {
      throw wrong(name, "a whole number from " + min + " to " + max);
    }
    return node.intValue();
  }

  /** A number, or the default. */
  public double decimal(String name, double otherwise) {
    JsonNode node = node(name);
    if (node == null) {
      return otherwise;
    }
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw wrong(name, "a number");
    }
    return node.doubleValue();
  }

  /** True or false; false if it is missing. */
  public boolean flag(String name) {
    JsonNode node = node(name);
    if (node != null && !node.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return node != null && node.booleanValue();
  }

  /** A list of strings; empty if it is missing. */
  public List<String> texts(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node.isArray() ? node : List.<JsonNode>of()) {
      texts.add(item.isTextual() ? item.textValue() : null);
    }
    if (!node.isArray() || texts.contains(null)) {
      throw wrong(name, "a list of strings");
    }
    return texts;
  }

  /** Refuses members that nobody has asked for. */
  public void end() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw Problem.badRequest(
                    "'" + shortened(name) + "' is not known here; see /openapi.json.");
              }
            });
  }

  private static Problem wrong(String name, String expected) {
    return Problem.badRequest("'" + name + "' must be " + expected + ".");
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
