package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.ContractTest.exactly;
import static dev.ragged.testkit.ContractTest.ids;
import static dev.ragged.testkit.ContractTest.matching;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Filter.Operator;
import dev.ragged.Filter.Position;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Every condition on every kind of value, compared with {@link Filter#matches}, which core's own
 * tests check against handwritten expectations.
 */
interface FilterContract extends ContractTest {
  /** Every kind of single value, and values that are easily confused. */
  List<Object> SINGLE =
      List.of(
          "",
          "a",
          "b",
          "B",
          "ab",
          "10",
          "9",
          "1",
          "true",
          "\u00E9",
          "\u00C9",
          "e\u0301",
          "\uFFFD",
          "\uD83D\uDE00",
          "100%",
          "a_b",
          "a'b",
          "a\\b",
          "\"a\"",
          "a*b",
          "nul\u0000",
          0L,
          1L,
          -1L,
          2L,
          (1L << 53),
          (1L << 53) + 1,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          0.0,
          -0.0,
          1.0,
          0.5,
          -1.5,
          0x1p53,
          0x1p63,
          1e300,
          -1e300,
          Double.MIN_VALUE,
          true,
          false);

  List<Object> LISTS =
      List.of(
          List.of("a", "b"),
          List.of("a"),
          List.of("true", "1"),
          List.of(1L, 2L),
          List.of(1L),
          List.of((1L << 53) + 1),
          List.of(1.0, 2.5),
          List.of(0.5),
          List.of(true),
          List.of(true, false));

  /** A passage for each value, under the key "k", and some without that key. */
  static Map<String, Passage> values() {
    Map<String, Passage> passages = new TreeMap<>();
    List<Object> values = new ArrayList<>(SINGLE);
    values.addAll(LISTS);
    for (Object value : values) {
      String id = "v" + passages.size();
      passages.put(id, bare(id, Metadata.of("k", value), 1, passages.size()));
    }
    passages.put("none", bare("none", 1, 1));
    passages.put("other", bare("other", Metadata.of("other", "a"), 1, 1));
    passages.put("both", bare("both", Metadata.of(Map.of("k", 2, "K", "a")), 1, 1));
    return passages;
  }

  /** Compares what a store finds for each filter with the filter's own result for each passage. */
  static void judge(
      VectorCollection collection, Collection<Passage> passages, List<Filter> filters) {
    List<String> wrong = new ArrayList<>();
    for (Filter filter : filters) {
      Set<String> expected = new TreeSet<>();
      passages.stream()
          .filter(passage -> filter.matches(passage.text(), passage.metadata()))
          .forEach(passage -> expected.add(passage.id()));
      Set<String> actual;
      long count;
      try {
        actual = matching(collection, filter);
        count = collection.count(filter);
      } catch (RuntimeException e) {
        wrong.add(filter + " throws " + e);
        continue;
      }
      for (Passage passage : passages) {
        if (expected.contains(passage.id()) != actual.contains(passage.id())) {
          wrong.add(
              filter
                  + (expected.contains(passage.id()) ? " misses " : " finds ")
                  + passage.metadata()
                  + (passage.text() == null ? "" : ", '" + passage.text() + "'"));
        }
      }
      if (count != expected.size()) {
        wrong.add(filter + " counts " + count + ", not " + expected.size());
      }
    }
    assertTrue(
        wrong.isEmpty(),
        () ->
            wrong.size()
                + " wrong:\n"
                + String.join("\n", wrong.subList(0, Math.min(40, wrong.size()))));
  }

  @Test
  default void should_compare_every_kind_of_value_by_every_operator() {
    VectorCollection collection = vectors(2);
    Map<String, Passage> passages = values();
    collection.add(passages.values());
    List<Filter> filters = new ArrayList<>();
    for (Object value : SINGLE) {
      for (Operator operator : Operator.values()) {
        boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        if (equality || !(value instanceof Boolean)) {
          filters.add(new Filter.Compare("k", operator, value));
        }
      }
    }
    judge(collection, passages.values(), filters);
  }

  @Test
  default void should_combine_sets_existence_and_conditions() {
    VectorCollection collection = vectors(2);
    Map<String, Passage> passages = values();
    collection.add(passages.values());
    Filter a = Filter.equal("k", "a");
    Filter low = new Filter.Compare("k", Operator.LESS_OR_EQUAL, 2);
    Filter exists = new Filter.Exists("k");
    Filter other = new Filter.Exists("other");
    Filter nothing = new Filter.Or(List.of());
    judge(
        collection,
        passages.values(),
        List.of(
            Filter.all(),
            nothing,
            exists,
            other,
            new Filter.Exists("absent"),
            new Filter.Exists("K"),
            new Filter.Not(exists),
            new Filter.Not(other),
            new Filter.In("k", List.of()),
            new Filter.Not(new Filter.In("k", List.of())),
            new Filter.In("k", List.of("a", 1, 0.5, true)),
            new Filter.Not(new Filter.In("k", List.of("a", 1, 0.5, true))),
            new Filter.In("k", List.of("absent")),
            new Filter.In("k", List.of(-0.0)),
            new Filter.In("absent", List.of("a")),
            new Filter.In("k", List.of("1", "true")),
            new Filter.Not(a),
            new Filter.Not(new Filter.Not(a)),
            new Filter.Not(low),
            new Filter.Not(new Filter.Compare("k", Operator.NOT_EQUAL, 1)),
            new Filter.Not(new Filter.Compare("k", Operator.GREATER, "a")),
            new Filter.And(List.of(exists, new Filter.Not(low))),
            new Filter.And(List.of(a)),
            new Filter.Or(List.of(a)),
            new Filter.And(List.of(a, Filter.equal("k", "b"))),
            new Filter.Or(List.of(a, low, other)),
            new Filter.Not(new Filter.Or(List.of(a, low, other))),
            new Filter.Not(new Filter.And(List.of(exists, other))),
            new Filter.And(List.of(Filter.all(), a)),
            new Filter.Or(List.of(nothing, a)),
            new Filter.And(List.of(nothing, a)),
            new Filter.Or(List.of(Filter.all(), a)),
            new Filter.Not(Filter.all()),
            new Filter.Not(nothing),
            new Filter.And(
                List.of(
                    new Filter.Compare("k", Operator.GREATER_OR_EQUAL, 0),
                    new Filter.Compare("k", Operator.LESS, 2),
                    new Filter.Or(
                        List.of(
                            new Filter.Compare("k", Operator.NOT_EQUAL, 1),
                            new Filter.Not(new Filter.Exists("K")))))),
            new Filter.TextContains("a"),
            new Filter.Not(new Filter.TextContains("a"))));
  }

  @Test
  default void should_take_any_key_as_it_is() {
    VectorCollection collection = vectors(2);
    List<String> keys =
        List.of(
            "$k",
            "$and",
            "$or",
            "#d",
            "#document",
            "#id",
            "#uri",
            "chroma:document",
            "chroma:x",
            "ragged:model",
            "a.b",
            "a b",
            " ",
            "a\"b",
            "a'b",
            "a\\b",
            "a%",
            "%",
            "_",
            "a[0]",
            "a-b",
            "id",
            "text",
            "document",
            "metadata",
            "vector",
            "K\u00E9",
            "K\u00C9",
            "\uD83D\uDE00",
            "\u6F22",
            "new\nline",
            "\u0001",
            "a",
            "ab",
            "A");
    List<Passage> passages = new ArrayList<>();
    List<Filter> filters = new ArrayList<>();
    for (String key : keys) {
      passages.add(bare("one " + key, Metadata.of(key, "one"), 1, 2));
      passages.add(bare("two " + key, Metadata.of(Map.of(key, 2, "more", true)), 1, 2));
      filters.add(new Filter.Exists(key));
      filters.add(Filter.equal(key, "one"));
      filters.add(new Filter.Compare(key, Operator.NOT_EQUAL, 2));
      filters.add(new Filter.Compare(key, Operator.GREATER, 1.5));
    }
    collection.add(passages);
    Map<String, Passage> read = ContractTest.contents(collection);
    for (Passage passage : passages) {
      assertEquals(passage.metadata(), read.get(passage.id()).metadata());
    }
    judge(collection, passages, filters);
  }

  @Test
  default void should_take_long_lists_and_deep_conditions() {
    VectorCollection collection = vectors(2);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      passages.add(bare("r" + i, Metadata.of(Map.of("n", i * 100, "s", "s" + i)), 1, i));
    }
    collection.add(passages);
    List<Object> numbers = new ArrayList<>();
    LongStream.range(0, 2_000).forEach(numbers::add);
    List<Object> strings = new ArrayList<>();
    LongStream.range(25, 2_025).forEach(i -> strings.add("s" + i));
    Filter deep = Filter.equal("n", 300);
    for (int i = 0; i < 20; i++) {
      deep =
          i % 2 == 0
              ? new Filter.Not(new Filter.And(List.of(deep, new Filter.Exists("s"))))
              : new Filter.Or(List.of(deep, Filter.equal("n", i * 100)));
    }
    List<Filter> many = new ArrayList<>();
    LongStream.range(0, 100).forEach(i -> many.add(Filter.equal("n", i * 200)));
    judge(
        collection,
        passages,
        List.of(
            new Filter.In("n", numbers),
            new Filter.In("s", strings),
            new Filter.Not(new Filter.In("n", numbers)),
            new Filter.And(List.of(new Filter.In("n", numbers), new Filter.In("s", strings))),
            deep,
            new Filter.Or(many),
            new Filter.Not(new Filter.Or(many))));
  }

  @Test
  default void should_mean_the_same_in_every_operation() {
    VectorCollection collection = vectors(2);
    Map<String, Passage> passages = values();
    collection.add(passages.values());
    for (Filter filter :
        List.of(
            Filter.equal("k", "a"),
            Filter.equal("k", 1),
            new Filter.Compare("k", Operator.NOT_EQUAL, 1),
            new Filter.Compare("k", Operator.GREATER, 0.5),
            new Filter.Not(new Filter.Exists("k")),
            new Filter.StringPart("k", Position.ANYWHERE, "b"),
            new Filter.In("k", List.of(true, "b", 2)))) {
      Set<String> expected = matching(collection, filter);
      SearchRequest all = exactly(SearchRequest.vector(new float[] {1, 1})).withK(200);
      assertEquals(
          expected, Set.copyOf(ids(collection.search(all.withFilter(filter)))), filter.toString());
      assertEquals(expected.size(), collection.count(filter), filter.toString());
      assertEquals(expected.size(), collection.delete(Selection.where(filter)), filter.toString());
      collection.add(expected.stream().map(passages::get).toList());
    }
  }

  @Test
  default void should_match_whatever_the_conditions_are() {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    VectorCollection collection = store().create(CollectionSpec.of("random"));
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      passages.add(RandomOperations.passage(random, "r" + i, embedder()));
    }
    collection.add(passages);
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      filters.add(RandomOperations.filter(random, 3));
    }
    try {
      judge(collection, passages, filters);
    } catch (AssertionError e) {
      throw new AssertionError(Seeds.repeat(seed) + e.getMessage(), e);
    }
  }
}
