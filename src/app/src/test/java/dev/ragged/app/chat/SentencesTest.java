package dev.ragged.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static List<String> sentences(String text) {
    return Sentences.of(text).stream()
        .map(range -> text.substring(range.start(), range.end()))
        .toList();
  }

  @Test
  void should_end_at_full_stops_and_lines() {
    assertEquals(
        List.of("Tea is hot [1].", "Is it?", "Yes", "- one item", "橋は川。", "次は。"),
        sentences("Tea is hot [1]. Is it?\nYes\n\n- one item\n橋は川。次は。"));
  }

  @Test
  void should_take_citations_behind_a_full_stop_with_the_sentence_before() {
    assertEquals(
        List.of("It leaves at seven. [1][2]", "Bring tea. [3]"),
        sentences("It leaves at seven. [1][2] Bring tea. [3]"));
    assertEquals(List.of("It leaves.\n[1]", "Tea."), sentences("It leaves.\n[1]\nTea."));
  }

  @Test
  void should_not_end_at_abbreviations_numbers_and_items() {
    assertEquals(List.of("It is 3.5 m, e.g. Here."), sentences("It is 3.5 m, e.g. Here."));
    assertEquals(List.of("Use v1. then go"), sentences("Use v1. then go"));
    assertEquals(List.of("1. First.", "2. Second."), sentences("1. First.\n2. Second."));
  }

  @Test
  void should_have_nothing_of_a_text_without_words() {
    assertEquals(List.of(), sentences(" \n ... [1]"));
  }
}
