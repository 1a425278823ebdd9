package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.FilterContract.judge;
import static dev.ragged.testkit.FilterContract.values;

import dev.ragged.Filter;
import dev.ragged.Filter.Operator;
import dev.ragged.Filter.Position;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Parts of strings in metadata, compared with {@link Filter#matches}. */
interface StringPartContract extends ContractTest {
  /** Strings with common beginnings and ends, and with the characters at the ends of a range. */
  List<String> STRINGS =
      List.of(
          "ab",
          "abc",
          "abab",
          "ba",
          "aab",
          "b a",
          "AB",
          "\u0000ab",
          "ab\u0000",
          "ab\uFFFF",
          "ab\uDBFF\uDFFF",
          "\uDBFF\uDFFFab",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "\uD83D\uDE00\uD83D\uDE01",
          "\u00E9t\u00E9",
          "e\u0301te\u0301",
          "\u0301",
          "\u20AC",
          "%",
          "a.b*",
          "tr",
          "-1.50");

  /** Parts that occur, or almost occur, in {@link FilterContract#SINGLE} and the strings here. */
  List<String> PARTS =
      List.of(
          "a",
          "b",
          "ab",
          "abc",
          "abcd",
          "ba",
          "bab",
          "A",
          " ",
          "\u0000",
          "\uFFFF",
          "\uDBFF\uDFFF",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "\uD83D\uDE00\uD83D\uDE01",
          "\u00E9",
          "e",
          "e\u0301",
          "\u0301",
          "\u20AC",
          "%",
          "_",
          ".",
          "*",
          "a.b*",
          "\\",
          "'",
          "\"",
          "1",
          "1.5",
          "-",
          "true",
          "tr",
          "[",
          "s",
          "S");

  private static List<Filter> everywhere(String key, Collection<String> parts) {
    List<Filter> filters = new ArrayList<>();
    for (String part : parts) {
      for (Position position : Position.values()) {
        filters.add(new Filter.StringPart(key, position, part));
      }
    }
    return filters;
  }

  /** Each string as a single value, as an item, and at another key. */
  private static Map<String, Passage> strings() {
    Map<String, Passage> passages = new TreeMap<>(values());
    for (String string : STRINGS) {
      int n = passages.size();
      passages.put("s" + n, bare("s" + n, Metadata.of("k", string), 1, n));
      Map<String, Object> list = Map.of("k", List.of("xyz", string), "kk", string);
      passages.put("l" + n, bare("l" + n, Metadata.of(list), 1, n));
      passages.put("o" + n, bare("o" + n, Metadata.of("j", string), 1, n));
    }
    return passages;
  }

  @Test
  default void should_find_parts_of_strings_wherever_they_are() {
    VectorCollection collection = vectors(2);
    Map<String, Passage> passages = strings();
    collection.add(passages.values());
    List<Filter> filters = everywhere("k", PARTS);
    filters.addAll(everywhere("kk", List.of("ab", "\u0301")));
    filters.addAll(everywhere("absent", List.of("a")));
    judge(collection, passages.values(), filters);
  }

  @Test
  default void should_combine_parts_of_strings_with_other_conditions() {
    VectorCollection collection = vectors(2);
    Map<String, Passage> passages = strings();
    collection.add(passages.values());
    Filter start = new Filter.StringPart("k", Position.START, "a");
    Filter within = new Filter.StringPart("k", Position.ANYWHERE, "ba");
    Filter end = new Filter.StringPart("k", Position.END, "b");
    Filter one = Filter.equal("k", 1);
    judge(
        collection,
        passages.values(),
        List.of(
            new Filter.Not(start),
            new Filter.Not(new Filter.Not(within)),
            new Filter.And(List.of(start, end)),
            new Filter.Or(List.of(within, end)),
            new Filter.Not(new Filter.And(List.of(start, end))),
            new Filter.Not(new Filter.Or(List.of(start, within, one))),
            new Filter.And(List.of(start, new Filter.Not(end))),
            new Filter.And(List.of(start, new Filter.Not(Filter.equal("k", "ab")))),
            new Filter.And(List.of(end, new Filter.Compare("k", Operator.LESS, "ab"))),
            new Filter.And(List.of(end, new Filter.In("kk", List.of("ab", "aab")))),
            new Filter.Or(List.of(end, one, new Filter.Exists("other"))),
            new Filter.And(List.of(start, new Filter.TextContains("a"))),
            new Filter.Or(List.of(start, Filter.all())),
            new Filter.And(List.of(start, new Filter.Or(List.of())))));
  }

  @Test
  default void should_find_parts_of_strings_as_long_as_there_can_be() {
    VectorCollection collection = vectors(2);
    int max = Metadata.MAX_COMPARED_BYTES;
    String smileys = "\uD83D\uDE00".repeat(max / 4);
    List<String> strings =
        List.of(
            "s".repeat(max),
            "s".repeat(max - 1),
            "s".repeat(max - 1) + "e",
            "b" + "s".repeat(max - 2) + "e",
            "s".repeat(max / 2) + "m" + "s".repeat(max / 2 - 1),
            smileys,
            smileys.substring(2) + "e");
    List<Passage> passages = new ArrayList<>();
    for (String string : strings) {
      String id = "r" + passages.size();
      passages.add(bare(id, Metadata.of(Map.of("k", string, "$k", List.of("", string))), 1, 1));
    }
    collection.add(passages);
    List<String> parts = new ArrayList<>(strings);
    parts.addAll(List.of("e", "b", "m", "se", "sms", "s".repeat(max / 2) + "m", "bs", "s"));
    parts.add("s".repeat(10_000) + "e");
    parts.add(smileys.substring(4));
    List<Filter> filters = everywhere("k", parts);
    filters.addAll(everywhere("$k", parts));
    judge(collection, passages, filters);
  }

  @Test
  default void should_find_parts_of_many_strings() {
    VectorCollection collection = vectors(2);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      passages.add(bare("r" + i, Metadata.of("k", "part " + i + " of many"), 1, i));
    }
    collection.add(passages);
    judge(
        collection,
        passages,
        everywhere("k", List.of("part ", "part 1", "art", "9", "77 of", " many", "7 of many")));
  }
}
