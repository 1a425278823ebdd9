package dev.ragged.app.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Filter;
import dev.ragged.Filter.And;
import dev.ragged.Filter.Compare;
import dev.ragged.Filter.Exists;
import dev.ragged.Filter.In;
import dev.ragged.Filter.Not;
import dev.ragged.Filter.Operator;
import dev.ragged.Filter.Or;
import dev.ragged.Filter.Position;
import dev.ragged.Filter.StringPart;
import dev.ragged.Filter.TextContains;
import dev.ragged.Metadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterJsonTest {

  @Test
  void should_read_a_value_as_equality() {
    assertEquals(new Compare("a", Operator.EQUAL, "x"), FilterJson.parse("{\"a\": \"x\"}"));
    assertEquals(new Compare("a", Operator.EQUAL, 3L), FilterJson.parse("{\"a\": 3}"));
    assertEquals(new Compare("a", Operator.EQUAL, 3.5), FilterJson.parse("{\"a\": 3.5}"));
    assertEquals(new Compare("a", Operator.EQUAL, true), FilterJson.parse("{\"a\": true}"));
    assertEquals(
        new Compare("a", Operator.EQUAL, Long.MIN_VALUE),
        FilterJson.parse("{\"a\": -9223372036854775808}"));
  }

  @ParameterizedTest
  @CsvSource({
    "$eq, EQUAL",
    "$ne, NOT_EQUAL",
    "$gt, GREATER",
    "$gte, GREATER_OR_EQUAL",
    "$lt, LESS",
    "$lte, LESS_OR_EQUAL"
  })
  void should_read_comparisons(String name, Operator operator) {
    assertEquals(
        new Compare("a", operator, 3L), FilterJson.parse("{\"a\": {\"" + name + "\": 3}}"));
  }

  @Test
  void should_read_sets_and_existence() {
    assertEquals(new In("a", List.of(1L, "x")), FilterJson.parse("{\"a\": {\"$in\": [1, \"x\"]}}"));
    assertEquals(new Not(new In("a", List.of(1L))), FilterJson.parse("{\"a\": {\"$nin\": [1]}}"));
    assertEquals(new In("a", List.of()), FilterJson.parse("{\"a\": {\"$in\": []}}"));
    assertEquals(new Exists("a"), FilterJson.parse("{\"a\": {\"$exists\": true}}"));
    assertEquals(new Not(new Exists("a")), FilterJson.parse("{\"a\": {\"$exists\": false}}"));
  }

  @Test
  void should_read_conditions_on_the_text() {
    assertEquals(new TextContains("x y"), FilterJson.parse("{\"$contains\": \"x y\"}"));
    assertEquals(new Not(new TextContains("x")), FilterJson.parse("{\"$not_contains\": \"x\"}"));
  }

  @ParameterizedTest
  @CsvSource({"contains, ANYWHERE", "starts_with, START", "ends_with, END"})
  void should_read_conditions_on_parts_of_a_value(String name, Position position) {
    Filter expected = new StringPart("a", position, "x y");
    assertEquals(expected, FilterJson.parse("{\"a\": {\"$" + name + "\": \"x y\"}}"));
    assertEquals(expected, FilterJson.parse("{\"a\": {\"" + name + "\": \"x y\"}}"));
  }

  @ParameterizedTest
  @CsvSource({"==, $eq", "<, $lt", "<=, $lte", ">, $gt", ">=, $gte"})
  void should_read_comparisons_as_python_writes_them(String python, String chroma) {
    assertEquals(
        FilterJson.parse("{\"a\": {\"" + chroma + "\": 1960}}"),
        FilterJson.parse("{\"a\": {\"" + python + "\": 1960}}"));
  }

  @Test
  void should_combine_operators_of_both_notations() {
    assertEquals(
        new And(
            List.of(
                new And(
                    List.of(
                        new Compare("year", Operator.GREATER_OR_EQUAL, 1960L),
                        new Compare("year", Operator.LESS, 1970L))),
                new StringPart("title", Position.START, "A"),
                new In("kind", List.of("a", "b")))),
        FilterJson.parse(
            "{\"year\": {\">=\": 1960, \"$lt\": 1970}, \"title\": {\"starts_with\": \"A\"},"
                + " \"kind\": {\"in\": [\"a\", \"b\"]}}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // stored:                  1 0 0.0 a "" true false nothing
        "{'!=': 1}                | .xx xx xx .",
        "{'!=': ''}               | xxx x. xx .",
        "{'not_in': [1,0]}        | ... xx xx .",
        "{'not_in': []}           | xxx xx xx .",
        "{'is_true': true}        | x.. x. x. .",
        "{'is_true': false}       | x.. x. x. .",
        "{'is_true': null}        | x.. x. x. .",
        "{'is_false': true}       | .xx .x .x .",
        "{'is_false': [0]}        | .xx .x .x .",
        "{'!=': 1, 'is_true': 1}  | ... x. x. ."
      })
  void should_hold_of_no_missing_key_as_in_python(String condition, String expected) {
    Filter filter = FilterJson.parse("{\"k\": " + condition.replace('\'', '"') + "}");
    StringBuilder actual = new StringBuilder();
    for (Object value : new Object[] {1, 0, 0.0, "a", "", true, false}) {
      actual.append(filter.matches(null, Metadata.of("k", value)) ? 'x' : '.');
    }
    actual.append(filter.matches(null, Metadata.of("other", 1)) ? 'x' : '.');
    assertEquals(expected.replace(" ", ""), actual.toString(), condition);
  }

  @Test
  void should_list_the_operators_when_there_is_none_of_a_name() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> FilterJson.parse("{\"a\": {\"like\": \"x\"}}"))
            .getMessage();
    assertTrue(message.startsWith("'a' has no operator like; there are $eq, "), message);
    for (String operator : List.of("$ends_with", "==", "not_in", "starts_with", "is_false")) {
      assertTrue(message.contains(" " + operator), message);
    }
  }

  @Test
  void should_combine_all_keys_of_an_object() {
    assertEquals(
        new And(
            List.of(
                new Compare("a", Operator.EQUAL, 1L),
                new And(
                    List.of(
                        new Compare("b", Operator.GREATER, 2L),
                        new Compare("b", Operator.LESS, 5L))),
                new TextContains("x"))),
        FilterJson.parse("{\"a\": 1, \"b\": {\"$gt\": 2, \"$lt\": 5}, \"$contains\": \"x\"}"));
    assertEquals(Filter.all(), FilterJson.parse("{}"));
  }

  @Test
  void should_nest_logic() {
    Filter a = new Compare("a", Operator.EQUAL, 1L);
    Filter b = new Compare("b", Operator.EQUAL, 2L);
    assertEquals(
        new Or(List.of(new And(List.of(a, b)), new Not(a))),
        FilterJson.parse(
            "{\"$or\": [{\"$and\": [{\"a\": 1}, {\"b\": 2}]}, {\"$not\": {\"a\": 1}}]}"));
  }

  @Test
  void should_take_keys_that_are_not_operators_at_the_place() {
    assertEquals(
        new Compare("a.b c", Operator.EQUAL, "$gt"), FilterJson.parse("{\"a.b c\": \"$gt\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "3",
        "\"a\"",
        "[]",
        "[{\"a\": 1}]",
        "{",
        "{\"a\": 1",
        "{\"a\": 1} {\"b\": 2}",
        "{\"a\": 1}}",
        "{a: 1}",
        "{'a': 1}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": null}",
        "{\"a\": [1]}",
        "{\"a\": {}}",
        "{\"a\": {\"b\": 1}}",
        "{\"a\": {\"$regex\": \"x\"}}",
        "{\"a\": {\"$and\": [{\"b\": 1}]}}",
        "{\"a\": {\"$gt\": true}}",
        "{\"a\": {\"$gt\": [1]}}",
        "{\"a\": {\"$in\": 1}}",
        "{\"a\": {\"$in\": [[1]]}}",
        "{\"a\": {\"$in\": [null]}}",
        "{\"a\": {\"$exists\": 1}}",
        "{\"a\": {\"==\": [1]}}",
        "{\"a\": {\"!=\": null}}",
        "{\"a\": {\">\": true}}",
        "{\"a\": {\"in\": \"x\"}}",
        "{\"a\": {\"not_in\": 1}}",
        "{\"a\": {\"=\": 1}}",
        "{\"a\": {\"$not_in\": [1]}}",
        "{\"a\": {\"contains\": 19}}",
        "{\"a\": {\"$contains\": \"\"}}",
        "{\"a\": {\"starts_with\": \"\"}}",
        "{\"a\": {\"$starts_with\": [\"x\"]}}",
        "{\"a\": {\"ends_with\": null}}",
        "{\"a\": {\"ends_with\": \"\\uD83D\"}}",
        "{\"$starts_with\": \"x\"}",
        "{\"a\": 9223372036854775808}",
        "{\"a\": 1e400}",
        "{\"a\": NaN}",
        "{\"\": 1}",
        "{\"$foo\": 1}",
        "{\"$and\": []}",
        "{\"$or\": []}",
        "{\"$and\": {\"a\": 1}}",
        "{\"$and\": [1]}",
        "{\"$not\": [{\"a\": 1}]}",
        "{\"$not\": null}",
        "{\"$contains\": \"\"}",
        "{\"$contains\": 3}",
        "{\"$contains\": {\"$gt\": 1}}"
      })
  void should_refuse_in_one_sentence(String json) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> FilterJson.parse(json)).getMessage();
    assertTrue(message.endsWith("."), message);
    assertFalse(message.contains("\n"), message);
    assertFalse(message.contains("com.fasterxml"), message);
  }

  @Test
  void should_survive_deep_nesting() {
    for (int depth : new int[] {FilterJson.MAX_DEPTH, 100_000}) {
      String and = "{\"$and\":[".repeat(depth) + "{\"a\":1}" + "]}".repeat(depth);
      assertThrows(IllegalArgumentException.class, () -> FilterJson.parse(and));
      String not = "{\"$not\":".repeat(depth) + "{\"a\":1}" + "}".repeat(depth);
      assertThrows(IllegalArgumentException.class, () -> FilterJson.parse(not));
    }
    int allowed = FilterJson.MAX_DEPTH / 2 - 1;
    FilterJson.parse("{\"$and\":[".repeat(allowed) + "{\"a\":1}" + "]}".repeat(allowed));
  }

  @Test
  void should_not_repeat_long_input_in_errors() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> FilterJson.parse("{\"$and\": \"" + "x".repeat(100_000) + "\"}"))
            .getMessage();
    assertTrue(message.length() < 300, message);
  }

  @Test
  void should_refuse_strings_that_no_metadata_can_hold() {
    assertThrows(
        IllegalArgumentException.class, () -> FilterJson.parse("{\"a\": \"half \\ud800 pair\"}"));
  }
}
