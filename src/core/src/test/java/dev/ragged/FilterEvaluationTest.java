package dev.ragged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Filter.Operator;
import dev.ragged.Filter.Position;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Expectations are written by hand: what judges every store is judged by nobody else. */
class FilterEvaluationTest {
  private static final long ABOVE = (1L << 53) + 1; // no double has this value
  private static final Object[] NOTHING = {};

  /** Stored values in the order of the columns below. */
  private static final Object[] STORED = {
    1L,
    1.0,
    2L,
    0.5,
    -1L,
    "1",
    "a",
    "B",
    "",
    true,
    false,
    List.of(1L, 3L),
    List.of(1.5),
    List.of("a", "c"),
    List.of(true),
    NOTHING
  };

  private static void row(Operator operator, Object value, String expected) {
    Filter filter = new Filter.Compare("k", operator, value);
    StringBuilder actual = new StringBuilder();
    for (Object stored : STORED) {
      Metadata metadata = stored == NOTHING ? Metadata.EMPTY : Metadata.of("k", stored);
      actual.append(filter.matches(null, metadata) ? 'x' : '.');
    }
    assertEquals(expected.replace(" ", ""), actual.toString(), filter.toString());
  }

  @Test
  void should_compare_every_kind_with_every_kind() {
    // columns:                        1 1.0 2 .5 -1  "1" a B ""  t f  [1,3] [1.5] [a,c] [t] none
    row(Operator.EQUAL, 1, /*          */ "xx... .... .. x...  .");
    row(Operator.EQUAL, 1.0, /*        */ "xx... .... .. x...  .");
    row(Operator.EQUAL, 1.5, /*        */ "..... .... .. .x..  .");
    row(Operator.EQUAL, "a", /*        */ "..... .x.. .. ..x.  .");
    row(Operator.EQUAL, "b", /*        */ "..... .... .. ....  .");
    row(Operator.EQUAL, "", /*         */ "..... ...x .. ....  .");
    row(Operator.EQUAL, "1", /*        */ "..... x... .. ....  .");
    row(Operator.EQUAL, true, /*       */ "..... .... x. ...x  .");
    row(Operator.EQUAL, false, /*      */ "..... .... .x ....  .");
    row(Operator.NOT_EQUAL, 1, /*      */ "..xxx xxxx xx .xxx  x");
    row(Operator.NOT_EQUAL, "a", /*    */ "xxxxx x.xx xx xx.x  x");
    row(Operator.NOT_EQUAL, true, /*   */ "xxxxx xxxx .x xxx.  x");
    row(Operator.LESS, 1, /*           */ "...xx .... .. ....  .");
    row(Operator.LESS_OR_EQUAL, 1, /*  */ "xx.xx .... .. ....  .");
    row(Operator.GREATER, 1, /*        */ "..x.. .... .. ....  .");
    row(Operator.GREATER_OR_EQUAL, 1.0, "xxx.. .... .. ....  .");
    row(Operator.GREATER, 0.75, /*     */ "xxx.. .... .. ....  .");
    row(Operator.LESS, "a", /*         */ "..... x.xx .. ....  .");
    row(Operator.LESS_OR_EQUAL, "a", /**/ "..... xxxx .. ....  .");
    row(Operator.GREATER, "1", /*      */ "..... .xx. .. ....  .");
    row(Operator.GREATER_OR_EQUAL, "", "..... xxxx .. ....  .");
    row(Operator.LESS, "", /*          */ "..... .... .. ....  .");
  }

  @Test
  void should_compare_numbers_by_their_exact_value() {
    assertTrue(compare(ABOVE, Operator.GREATER, 0x1p53));
    assertFalse(compare(ABOVE, Operator.EQUAL, 0x1p53));
    assertFalse(compare(ABOVE, Operator.EQUAL, ABOVE - 1));
    assertTrue(compare(0x1p53, Operator.LESS, ABOVE));
    assertTrue(compare(0x1p53, Operator.EQUAL, 1L << 53));
    assertTrue(compare(Long.MAX_VALUE, Operator.LESS, 0x1p63));
    assertTrue(compare(Long.MIN_VALUE, Operator.EQUAL, -0x1p63));
    assertTrue(compare(0.1, Operator.GREATER_OR_EQUAL, 0.1));
    assertFalse(compare(0.1 + 0.2, Operator.EQUAL, 0.3));
    assertTrue(compare(-0.0, Operator.EQUAL, 0));
    assertTrue(compare(0L, Operator.EQUAL, -0.0));
    assertTrue(compare(0.0, Operator.EQUAL, -0.0));
    assertFalse(compare(-0.0, Operator.LESS, 0.0));
    assertTrue(compare(Double.MIN_VALUE, Operator.GREATER, 0));
    assertTrue(compare(1e300, Operator.GREATER, Long.MAX_VALUE));
  }

  @Test
  void should_order_strings_by_code_point() {
    assertTrue(compare("\uFFFD", Operator.LESS, "\uD83D\uDE00"), "astral comes after the rest");
    assertTrue(compare("\uE000", Operator.LESS, "\uD800\uDC00"));
    assertTrue(compare("\uD83D\uDE00", Operator.LESS, "\uD83D\uDE01"));
    assertTrue(compare("Z", Operator.LESS, "a"));
    assertTrue(compare("a", Operator.LESS, "\u00E9"));
    assertTrue(compare("e\u0301", Operator.LESS, "\u00E9"), "forms are not unified");
    assertTrue(compare("ab", Operator.GREATER, "a"));
    assertTrue(compare("10", Operator.LESS, "9"));
    assertTrue(compare("a\u0000", Operator.GREATER, "a"));
  }

  private static boolean compare(Object stored, Operator operator, Object value) {
    return new Filter.Compare("k", operator, value).matches(null, Metadata.of("k", stored));
  }

  @Test
  void should_find_a_value_among_several() {
    Metadata metadata = Metadata.of(Map.of("k", 2, "list", List.of("a", "b")));
    assertTrue(new Filter.In("k", List.of("x", 2.0)).matches(null, metadata));
    assertFalse(new Filter.In("k", List.of("2", 3, true)).matches(null, metadata));
    assertFalse(new Filter.In("k", List.of()).matches(null, metadata));
    assertTrue(new Filter.In("list", List.of("b", "c")).matches(null, metadata));
    assertFalse(new Filter.In("none", List.of("b", 2)).matches(null, metadata));
  }

  @Test
  void should_find_a_part_of_a_string_where_it_is_asked_for() {
    for (Object stored : new Object[] {"abcab", List.of("x", "abcab", "")}) {
      assertEquals("start anywhere end", positions("ab", stored));
      assertEquals("start anywhere end", positions("abcab", stored));
      assertEquals("start anywhere", positions("abc", stored));
      assertEquals("anywhere", positions("bc", stored));
      assertEquals("anywhere end", positions("cab", stored));
      assertEquals("", positions("abcabc", stored));
      assertEquals("", positions("AB", stored));
      assertEquals("", positions("ac", stored));
    }
    assertEquals("", positions("ab", List.of("a", "b")), "items are not joined");
    assertEquals("", positions("a", ""));
    assertEquals("", positions("a", NOTHING));
    assertEquals("start anywhere", positions("%", "%_"));
  }

  @Test
  void should_find_no_part_in_what_is_no_string() {
    assertEquals("start anywhere end", positions("1", "1"));
    for (Object stored :
        new Object[] {1L, 1.0, 11L, List.of(1L, 11L), List.of(1.5), true, List.of(true)}) {
      assertEquals("", positions("1", stored));
      assertEquals("", positions("true", stored));
      assertEquals("", positions("[", stored));
    }
  }

  @Test
  void should_take_parts_of_strings_as_code_points() {
    assertEquals("start anywhere", positions("\uD83D\uDE00", "\uD83D\uDE00\uD83D\uDE01"));
    assertEquals("anywhere end", positions("\uD83D\uDE01", "\uD83D\uDE00\uD83D\uDE01"));
    assertEquals("start anywhere", positions("e", "e\u0301"), "a mark is a character of its own");
    assertEquals("anywhere end", positions("\u0301", "e\u0301"));
    assertEquals("", positions("\u00E9", "e\u0301"), "forms are not unified");
    assertEquals("", positions("e", "\u00E9"));
    assertEquals("anywhere", positions("\u0000", "a\u0000b"));
  }

  /** The positions at which the filter finds a part. */
  private static String positions(String part, Object stored) {
    Metadata metadata = stored == NOTHING ? Metadata.EMPTY : Metadata.of("k", stored);
    return Stream.of(Position.values())
        .filter(position -> new Filter.StringPart("k", position, part).matches(part, metadata))
        .map(position -> position.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  @Test
  void should_know_which_keys_there_are() {
    Metadata metadata = Metadata.of(Map.of("k", "", "list", List.of(false), "empty", List.of()));
    assertTrue(new Filter.Exists("k").matches(null, metadata));
    assertTrue(new Filter.Exists("list").matches(null, metadata));
    assertFalse(new Filter.Exists("K").matches(null, metadata));
    assertFalse(new Filter.Exists("empty").matches(null, metadata));
  }

  @Test
  void should_look_into_the_text_letter_for_letter() {
    assertTrue(new Filter.TextContains("b c").matches("ab cd", Metadata.EMPTY));
    assertTrue(new Filter.TextContains("%").matches("100%", Metadata.EMPTY));
    assertFalse(new Filter.TextContains("%").matches("100", Metadata.EMPTY));
    assertFalse(new Filter.TextContains("B").matches("ab cd", Metadata.EMPTY));
    assertFalse(new Filter.TextContains("\u00E9").matches("e\u0301", Metadata.EMPTY));
    assertFalse(new Filter.TextContains("a").matches("", Metadata.EMPTY));
    assertFalse(new Filter.TextContains("a").matches(null, Metadata.of("text", "a")));
  }

  @Test
  void should_combine_conditions() {
    Metadata metadata = Metadata.of("k", 1);
    Filter yes = Filter.equal("k", 1);
    Filter no = Filter.equal("k", 2);
    assertTrue(Filter.all().matches(null, metadata));
    assertFalse(new Filter.Or(List.of()).matches(null, metadata));
    assertTrue(new Filter.And(List.of(yes, yes)).matches(null, metadata));
    assertFalse(new Filter.And(List.of(yes, no)).matches(null, metadata));
    assertTrue(new Filter.Or(List.of(no, yes)).matches(null, metadata));
    assertFalse(new Filter.Or(List.of(no, no)).matches(null, metadata));
    assertFalse(new Filter.Not(yes).matches(null, metadata));
    assertTrue(new Filter.Not(no).matches(null, metadata));
    assertTrue(new Filter.Not(new Filter.Exists("absent")).matches(null, Metadata.EMPTY));
    assertFalse(new Filter.Not(Filter.all()).matches(null, metadata));
  }

  @Test
  void should_refuse_what_no_passage_can_have() {
    for (String key : new String[] {"", "a\u0000", "\uD83D", "k".repeat(257), null}) {
      assertThrows(IllegalArgumentException.class, () -> Filter.equal(key, 1), key);
      assertThrows(IllegalArgumentException.class, () -> new Filter.Exists(key), key);
      assertThrows(IllegalArgumentException.class, () -> new Filter.In(key, List.of()), key);
      assertThrows(
          IllegalArgumentException.class,
          () -> new Filter.StringPart(key, Position.START, "a"),
          key);
    }
    for (Object value : new Object[] {Double.NaN, 1 / 0.0, "\uDE00", List.of(1)}) {
      assertThrows(IllegalArgumentException.class, () -> Filter.equal("k", value));
      assertThrows(IllegalArgumentException.class, () -> new Filter.In("k", List.of(value)));
    }
    assertThrows(IllegalArgumentException.class, () -> Filter.equal("k", null));
    assertThrows(IllegalArgumentException.class, () -> new Filter.TextContains(""));
    assertThrows(IllegalArgumentException.class, () -> new Filter.TextContains("\uD83D"));
    for (String part : new String[] {"", "\uD83D", "\uDE00a", "s".repeat(32_001), null}) {
      for (Position position : Position.values()) {
        assertThrows(
            IllegalArgumentException.class, () -> new Filter.StringPart("k", position, part));
      }
    }
    for (Operator operator :
        List.of(
            Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL)) {
      assertThrows(IllegalArgumentException.class, () -> new Filter.Compare("k", operator, true));
    }
  }
}
