package dev.ragged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static Object stored(Object value) {
    return Metadata.of("k", value).get("k").orElseThrow();
  }

  @Test
  void should_store_times_as_strings_that_sort() {
    assertEquals("2026-11-27T09:30:00.000000000Z", stored(Instant.parse("2026-11-27T09:30:00Z")));
    assertEquals(
        "2026-11-27T08:30:00.500000000Z",
        stored(OffsetDateTime.parse("2026-11-27T09:30:00.5+01:00")));
    List<Instant> times =
        List.of(
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.EPOCH.minusNanos(1),
            Instant.EPOCH,
            Instant.EPOCH.plusNanos(1),
            Instant.EPOCH.plusMillis(1),
            Instant.EPOCH.plusSeconds(1),
            Instant.parse("9999-12-31T23:59:59.999999999Z"));
    for (Instant a : times) {
      for (Instant b : times) {
        assertEquals(
            a.isBefore(b), Filter.less("k", b).matches(null, Metadata.of("k", a)), a + " " + b);
        assertEquals(a.equals(b), Filter.equal("k", b).matches(null, Metadata.of("k", a)));
      }
    }
    for (Instant wrong : List.of(times.get(0).minusNanos(1), times.get(6).plusNanos(1))) {
      assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", wrong));
    }
  }

  @Test
  void should_store_numbers_of_any_size_as_near_as_they_can_be() {
    assertEquals(12L, stored(new BigDecimal("12.00")));
    assertEquals(0.1, stored(new BigDecimal("0.1")));
    assertEquals(Long.MIN_VALUE, stored(BigInteger.valueOf(Long.MIN_VALUE)));
    assertEquals(0x1p63, stored(BigInteger.ONE.shiftLeft(63)));
    BigDecimal tooLarge = new BigDecimal("1e400");
    assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", tooLarge));
    assertTrue(
        Filter.equal("k", new BigDecimal("0.10"))
            .matches(null, Metadata.of("k", new BigDecimal("0.1"))));
  }

  @Test
  void should_store_uuids_as_strings_and_collections_as_lists() {
    UUID uuid = UUID.randomUUID();
    assertEquals(uuid.toString(), stored(uuid));
    assertTrue(Filter.in("k", uuid, "x").matches(null, Metadata.of("k", uuid.toString())));
    assertEquals(List.of("a", "b", "c"), stored(new LinkedHashSet<>(List.of("c", "a", "b"))));
    assertEquals(List.of(2L, 1L), stored(new ArrayDeque<>(List.of(2, 1))));
    assertEquals(Metadata.of("k", Set.of(1, 2, 3, 4, 5)), Metadata.of("k", Set.of(5, 4, 3, 2, 1)));
    assertEquals(Metadata.EMPTY, Metadata.of("k", Set.of()));
    assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", Set.of(1, "a")));
  }

  @Test
  void should_store_strings_whole_and_compare_their_beginning() {
    String beginning = "\u00E9".repeat(Metadata.MAX_COMPARED_BYTES / 2 - 1) + "z";
    String whole = beginning + "\u00E9 and more";
    Metadata metadata = Metadata.of("k", whole);
    assertEquals(whole, metadata.get("k").orElseThrow());
    assertTrue(Filter.equal("k", whole).matches(null, metadata));
    assertTrue(Filter.equal("k", beginning).matches(null, metadata), "whole characters only");
    assertTrue(Filter.equal("k", beginning + "\u00E9 and else").matches(null, metadata));
    assertFalse(Filter.equal("k", beginning + "y").matches(null, metadata));
    assertFalse(Filter.greater("k", beginning).matches(null, metadata), "nothing is left to see");
    assertTrue(Filter.endsWith("k", "z").matches(null, metadata));
    assertFalse(Filter.contains("k", "more").matches(null, metadata));
    assertTrue(Filter.startsWith("k", beginning).matches(null, metadata));
  }

  @Test
  void should_have_a_short_form_for_every_condition() {
    Metadata metadata = Metadata.of(Map.of("n", 5, "s", "tea pot"));
    List<Filter> hold =
        List.of(
            Filter.all(),
            Filter.equal("n", 5),
            Filter.notEqual("n", 6),
            Filter.less("n", 5.5),
            Filter.lessOrEqual("n", 5),
            Filter.greater("n", 4),
            Filter.greaterOrEqual("n", 5),
            Filter.in("n", 4, 5),
            Filter.in("n", Set.of(4, 5)),
            Filter.notIn("n", List.of(6)),
            Filter.notIn("absent", List.of(6)),
            Filter.exists("s"),
            Filter.startsWith("s", "tea"),
            Filter.contains("s", "a p"),
            Filter.endsWith("s", "pot"),
            Filter.textContains("kettle"),
            Filter.and(),
            Filter.and(Filter.exists("n"), Filter.exists("s")),
            Filter.or(Filter.exists("absent"), Filter.exists("s")),
            Filter.not(Filter.or()));
    for (Filter filter : hold) {
      assertTrue(filter.matches("a kettle", metadata), filter.toString());
      assertFalse(Filter.not(filter).matches("a kettle", metadata), filter.toString());
    }
    Filter orders = Filter.and(Filter.less("n", 6), Filter.greater("n", 6));
    assertFalse(orders.matches(null, metadata));
  }
}
