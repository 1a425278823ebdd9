package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Record;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random filters over random metadata, against a plain evaluation of the contract's words. */
class FilterQueriesTest {
  private static final List<Object> VALUES =
      List.of(1L, 1.0, 2L, 2.5, -3L, true, false, "a", "b", "", "1", "\uD83D\uDE00", "\uFFFD");
  private static final List<String> KEYS = List.of("x", "y", "xy");
  private static final List<String> WORDS = List.of("red", "Green", "blue-ish", "3.14");

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void should_match_what_the_contract_says() {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(Record.of("r" + i, text(), metadata()));
    }
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(8))) {
      VectorCollection collection = store.create(CollectionSpec.of("random"));
      collection.add(records.subList(0, 90));
      collection.add(records.subList(90, 200));
      collection.delete(Selection.ids("r3", "r150"));
      records.removeIf(r -> r.id().equals("r3") || r.id().equals("r150"));
      for (int i = 0; i < 400; i++) {
        Filter filter = filter(3);
        Set<String> expected =
            records.stream()
                .filter(record -> matches(filter, record))
                .map(Record::id)
                .collect(Collectors.toSet());
        Set<String> actual =
            collection.get(Selection.where(filter), PageRequest.first(1_000)).items().stream()
                .map(Record::id)
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
                VALUES.stream().filter(String.class::isInstance).limit(random.nextInt(4)).toList());
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

  private static boolean matches(Filter filter, Record record) {
    if (filter instanceof Filter.And and) {
      return and.filters().stream().allMatch(f -> matches(f, record));
    }
    if (filter instanceof Filter.Or or) {
      return or.filters().stream().anyMatch(f -> matches(f, record));
    }
    if (filter instanceof Filter.Not not) {
      return !matches(not.filter(), record);
    }
    if (filter instanceof Filter.TextContains contains) {
      return record.text().contains(contains.substring());
    }
    if (filter instanceof Filter.Exists exists) {
      return !items(record, exists.key()).isEmpty();
    }
    if (filter instanceof Filter.In in) {
      return in.values().stream()
          .anyMatch(v -> any(record, in.key(), v, compared -> compared == 0));
    }
    Filter.Compare c = (Filter.Compare) filter;
    return switch (c.operator()) {
      case EQUAL -> any(record, c.key(), c.value(), compared -> compared == 0);
      case NOT_EQUAL -> !any(record, c.key(), c.value(), compared -> compared == 0);
      case LESS -> any(record, c.key(), c.value(), compared -> compared < 0);
      case LESS_OR_EQUAL -> any(record, c.key(), c.value(), compared -> compared <= 0);
      case GREATER -> any(record, c.key(), c.value(), compared -> compared > 0);
      case GREATER_OR_EQUAL -> any(record, c.key(), c.value(), compared -> compared >= 0);
    };
  }

  private static List<?> items(Record record, String key) {
    Object value = record.metadata().get(key).orElse(List.of());
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static boolean any(Record record, String key, Object value, IntPredicate accepts) {
    for (Object item : items(record, key)) {
      if (item instanceof Number a && value instanceof Number b) {
        int compared = new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
        if (accepts.test(compared)) {
          return true;
        }
      } else if (item.getClass() == value.getClass()) {
        int compared =
            item instanceof String s
                ? new BytesRef(s).compareTo(new BytesRef((String) value))
                : item.equals(value) ? 0 : 1;
        if (accepts.test(compared)) {
          return true;
        }
      }
    }
    return false;
  }
}
