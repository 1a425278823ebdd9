package dev.ragged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a passage and its metadata take and refuse. */
class PassageTest {

  @Test
  void should_refuse_what_utf_8_cannot_hold() {
    for (String half : new String[] {"\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"}) {
      assertThrows(IllegalArgumentException.class, () -> Passage.of(half, "text"));
      assertThrows(IllegalArgumentException.class, () -> Passage.of("id", half));
      assertThrows(IllegalArgumentException.class, () -> Metadata.of(half, 1));
      assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", half));
      assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", List.of("a", half)));
      Passage.of("id", Utf8.wellFormed(half), Metadata.of("k", Utf8.wellFormed(half)));
    }
    assertEquals("\uFFFD\uD83D\uDE00", Utf8.wellFormed("\uD83D\uD83D\uDE00"));
    assertEquals("a\uFFFD", Utf8.wellFormed("a\uDE00"));
    String whole = "\uD83D\uDE00 \u0000 \uFFFE";
    assertSame(whole, Utf8.wellFormed(whole));
    assertEquals(whole, Passage.of(whole, whole).text());
  }

  @Test
  void should_refuse_ids_without_or_with_too_many_bytes() {
    assertThrows(IllegalArgumentException.class, () -> Passage.of("", "text"));
    Passage.of("\u00E9".repeat(512), "text");
    assertThrows(IllegalArgumentException.class, () -> Passage.of("\u00E9".repeat(513), "text"));
    assertThrows(IllegalArgumentException.class, () -> new Passage("id", null, null, null));
  }

  @Test
  void should_bring_metadata_to_its_types() {
    Metadata metadata =
        Metadata.of(
            Map.of(
                "int",
                7,
                "byte",
                (byte) 7,
                "float",
                1.5f,
                "ints",
                List.of(1, 2L),
                "empty",
                List.of()));
    assertEquals(7L, metadata.get("int").orElseThrow());
    assertEquals(7L, metadata.get("byte").orElseThrow());
    assertEquals(1.5, metadata.get("float").orElseThrow());
    assertEquals(List.of(1L, 2L), metadata.get("ints").orElseThrow());
    assertFalse(metadata.get("empty").isPresent());
    assertSame(Metadata.EMPTY, Metadata.of("empty", List.of()));
    for (Object wrong :
        new Object[] {
          Double.NaN,
          Float.POSITIVE_INFINITY,
          Map.of(),
          List.of(1, 1.0),
          List.of(List.of(1)),
          'c',
          Arrays.asList("a", null),
          new int[0]
        }) {
      assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", wrong));
    }
  }

  @Test
  void should_count_raw_text_less_its_overlap() {
    assertEquals(4, Passage.of("id", "\u00E9\u00E9").rawTextBytes());
    assertEquals(0, new Passage("id", null, null, new float[1]).rawTextBytes());
    assertEquals(1, overlapping(3).rawTextBytes());
    assertEquals(0, overlapping(9).rawTextBytes());
    assertEquals(4, overlapping(-9).rawTextBytes());
    assertEquals(4, overlapping("3").rawTextBytes());
  }

  private static Passage overlapping(Object overlap) {
    return Passage.of("id", "text", Metadata.of(Metadata.OVERLAP_BYTES, overlap));
  }
}
