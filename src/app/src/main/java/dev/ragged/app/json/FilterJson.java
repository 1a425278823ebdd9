package dev.ragged.app.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ragged.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads filters: {@code {"key": value}}, {@code {"key": {"$gte": 2}}} and so on, see {@link
 * FieldConditions}, with {@code $contains} and {@code $not_contains} at the top for the passage's
 * text. Several conditions in one object must all hold.
 *
 * <p>Input may be hostile: nesting is limited, and duplicate keys and anything after the document
 * are refused rather than ignored.
 */
public final class FilterJson {

  /** Objects and lists inside each other. */
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER = StrictJson.mapper(MAX_DEPTH).build();

  private static final String LOGIC = "$and, $or, $not, $contains and $not_contains";

  private FilterJson() {}

  /**
   * Parses a filter.
   *
   * @throws IllegalArgumentException with one sentence for people
   */
  public static Filter parse(String json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (MismatchedInputException e) {
      throw new IllegalArgumentException("Something follows the filter's closing brace.", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The filter is not valid JSON: " + firstSentence(e.getOriginalMessage()) + ".", e);
    }
    return conditions(node, "A filter");
  }

  private static Filter conditions(JsonNode node, String what) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException(
          what + " is a JSON object such as {\"key\": \"value\"}; got " + show(node) + ".");
    }
    List<Filter> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      all.add(condition(entry.getKey(), entry.getValue()));
    }
    return all.size() == 1 ? all.get(0) : new Filter.And(all);
  }

  private static Filter condition(String key, JsonNode value) {
    return switch (key) {
      case "$and" -> new Filter.And(list(key, value));
      case "$or" -> new Filter.Or(list(key, value));
      case "$not" -> new Filter.Not(conditions(value, "$not"));
      case "$contains" -> new Filter.TextContains(text(key, value));
      case "$not_contains" -> new Filter.Not(new Filter.TextContains(text(key, value)));
      default -> {
        if (key.startsWith("$")) {
          throw new IllegalArgumentException(
              "There is no condition " + shorten(key) + "; use one of " + LOGIC + ".");
        }
        if (key.isEmpty()) {
          throw new IllegalArgumentException("A metadata key is not empty.");
        }
        yield FieldConditions.read(key, value);
      }
    };
  }

  private static List<Filter> list(String key, JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      throw new IllegalArgumentException(
          key + " takes a list of at least one filter; got " + show(value) + ".");
    }
    List<Filter> filters = new ArrayList<>();
    for (JsonNode item : value) {
      filters.add(conditions(item, "An item of " + key));
    }
    return filters;
  }

  static String text(String key, JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException(key + " takes a string; got " + show(value) + ".");
    }
    return value.textValue();
  }

  static String show(JsonNode node) {
    return node == null || node.isMissingNode() ? "nothing" : shorten(node.toString());
  }

  static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  /** Jackson's messages run over several lines, and name its own settings and classes. */
  private static String firstSentence(String message) {
    String line = message.lines().findFirst().orElse("unreadable");
    line = line.replaceFirst("\\s*\\(?(start marker )?at \\[Source.*", "").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
