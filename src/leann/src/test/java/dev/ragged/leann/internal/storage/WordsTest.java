package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordsTest {
  private final Analyzer analyzer = Words.analyzer(Words.LATEST);

  @AfterEach
  void close() {
    analyzer.close();
  }

  private List<String> words(String text) {
    return List.copyOf(Words.of(analyzer, text));
  }

  @Test
  void should_find_other_forms_of_english_words() {
    assertEquals(List.of("the", "ferri", "captain", "wait"), words("The ferry's captains waited"));
    assertEquals(words("ferries waiting"), words("Ferry waits"));
  }

  @Test
  void should_leave_other_languages_alone() {
    assertEquals(
        List.of("die", "f\u00e4hre", "\u043f\u0430\u0440\u043e\u043c"),
        words("Die F\u00e4hre, \u043f\u0430\u0440\u043e\u043c"));
  }

  @Test
  void should_take_chinese_by_characters_and_pairs() {
    assertEquals(List.of("\u7eff", "\u7eff\u8336", "\u8336"), words("\u7eff\u8336"), "green tea");
    assertEquals(List.of("\u8336", "12"), words("\u8336 12"), "no pair over a space");
  }

  @Test
  void should_take_full_width_letters_for_usual_ones() {
    assertEquals(List.of("abc12"), words("\uff21\uff22\uff23\uff11\uff12"));
  }

  @Test
  void should_find_the_stems_of_the_parts_of_identifiers() {
    assertTrue(words("readConfigFiles").containsAll(List.of("read", "config", "file")));
  }

  @Test
  void should_know_which_versions_have_stems() {
    assertTrue(Words.areStems(analyzer));
    assertFalse(Words.areStems(Words.analyzer(Words.WITH_PARTS)));
    assertFalse(Words.areStems(Words.analyzer(Words.WHOLE)));
  }
}
