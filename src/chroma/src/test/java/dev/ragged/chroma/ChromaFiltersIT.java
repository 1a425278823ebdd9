package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random filters over random metadata: what the server answers against a plain evaluation. */
@Timeout(300)
@Tag("random")
class ChromaFiltersIT {
  private static final List<Object> VALUES =
      List.of(
          1L,
          1.0,
          2L,
          2.5,
          -3L,
          -0.0,
          0L,
          9007199254740993L,
          9007199254740992.0,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          0x1p63,
          1e300,
          true,
          false,
          "a",
          "b",
          "",
          "1",
          "\uD83D\uDE00",
          "\uFFFD");
  private static final List<String> KEYS = List.of("x", "y", "$xy");
  private static final List<String> WORDS =
      List.of("red", "Green", "blue-ish", "3.14", "50%", "a_b", "É", "é", "\\x", "*", "\"q\"", "'");

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);

  @Test
  void should_match_what_the_contract_says() {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      passages.add(
          new Passage("r" + i, i % 9 == 0 ? null : text(), metadata(), new float[] {1, i}));
    }
    try (VectorStore store = ChromaVectorStore.open(TestServer.database(), null)) {
      VectorCollection collection = store.create(CollectionSpec.of("random", 2));
      collection.add(passages.subList(0, 90));
      collection.add(passages.subList(90, 200));
      collection.delete(Selection.ids("r3", "r150"));
      passages.removeIf(r -> r.id().equals("r3") || r.id().equals("r150"));
      for (int i = 0; i < 200; i++) {
        Filter filter = filter(3);
        Set<String> expected =
            passages.stream()
                .filter(passage -> matches(filter, passage))
                .map(Passage::id)
                .collect(Collectors.toSet());
        Set<String> actual =
            collection.get(Selection.where(filter), PageRequest.first(1_000)).items().stream()
                .map(Passage::id)
                .collect(Collectors.toSet());
        assertEquals(expected, actual, () -> "seed " + seed + ": " + filter);
        assertEquals(expected.size(), collection.count(filter));
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String text() {
    return any(WORDS) + " " + any(WORDS) + ", " + any(WORDS);
  }

  private Metadata metadata() {
    Map<String, Object> map = new HashMap<>();
    for (String key : KEYS) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 ->
            map.put(
                key,
                random.nextBoolean()
                    ? VALUES.stream()
                        .filter(String.class::isInstance)
                        .limit(random.nextInt(4))
                        .toList()
                    : random.nextBoolean()
                        ? VALUES.stream()
                            .filter(Long.class::isInstance)
                            .skip(random.nextInt(4))
                            .toList()
                        : VALUES.stream()
                            .filter(Double.class::isInstance)
                            .skip(random.nextInt(4))
                            .toList());
        default -> map.put(key, any(VALUES));
      }
    }
    return Metadata.of(map);
  }

  private Filter filter(int depth) {
    switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0:
        return new Filter.In(any(KEYS), List.of(any(VALUES), any(VALUES)));
      case 1:
        return new Filter.Exists(any(KEYS));
      case 2:
        String text = text();
        int from = random.nextInt(text.length() - 1);
        int to = from + 1 + random.nextInt(text.length() - from - 1);
        return new Filter.TextContains(text.substring(from, to));
      case 4:
        return new Filter.And(List.of(filter(depth - 1), filter(depth - 1)));
      case 5:
        return new Filter.Or(List.of(filter(depth - 1), filter(depth - 1)));
      case 6:
        return new Filter.Not(filter(depth - 1));
      default:
        Object value = any(VALUES);
        Filter.Operator operator = any(List.of(Filter.Operator.values()));
        boolean ordered =
            operator != Filter.Operator.EQUAL && operator != Filter.Operator.NOT_EQUAL;
        return value instanceof Boolean && ordered
            ? Filter.equal(any(KEYS), value)
            : new Filter.Compare(any(KEYS), operator, value);
    }
  }

  private static boolean matches(Filter filter, Passage passage) {
    return filter.matches(passage.text(), passage.metadata());
  }
}
