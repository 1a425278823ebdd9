package dev.ragged.app.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A filter from anywhere: it says yes or no to any passage, or is refused in a sentence. */
@Timeout(120)
class FilterJsonFuzzTest {
  private static final List<Metadata> PASSAGES =
      List.of(
          Metadata.EMPTY,
          Metadata.of(Map.of("a", "x", "n", 7, "on", true)),
          Metadata.of(Map.of("a", List.of("x", "y"), "n", 1.5, "on", List.of(1, 2))));

  static Stream<byte[]> filters() {
    return Stream.of(
            "{}",
            "{\"a\": \"x\"}",
            "{\"n\": {\"$gte\": 2, \"$lt\": 1e300}}",
            "{\"$and\": [{\"a\": {\"$in\": [\"x\", 1, true]}}, {\"$not\": {\"on\": true}}]}",
            "{\"$or\": [{\"$contains\": \"tea\"}, {\"$not_contains\": \"\\ud83c\\udf75\"}]}",
            "{\"n\": {\"!=\": 7, \">\": -0.0, \"not_in\": [9007199254740993]}}",
            "{\"on\": {\"is_true\": true}, \"a\": {\"$exists\": false}}",
            "{\"a\": {\"starts_with\": \"x\", \"$ends_with\": \"\"}}",
            "{\"a\": [1]} {}",
            "[[[[[[[[[[")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("filters")
  @FuzzTest
  void should_read_or_refuse(byte[] bytes) {
    String json = new String(bytes, StandardCharsets.UTF_8);
    Filter filter;
    try {
      filter = FilterJson.parse(json);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
      assertTrue(e.getMessage().length() < 2_000, "as long as its input");
      return;
    }
    assertEquals(filter, FilterJson.parse(json), "read again");
    for (Metadata metadata : PASSAGES) {
      boolean accepted = filter.matches("A cup of tea", metadata);
      assertEquals(!accepted, new Filter.Not(filter).matches("A cup of tea", metadata));
    }
  }
}
