package dev.ragged.app.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionWordsTest {
  private static List<String> found(String question, String text) {
    return QuestionWords.of(question).in(text).stream()
        .map(match -> text.substring(match.start(), match.end()))
        .toList();
  }

  @Test
  void should_find_words_in_any_case_and_with_other_endings() {
    assertEquals(
        List.of("Punctures", "repaired"), found("repair a puncture", "Punctures are repaired"));
    assertEquals(List.of("Äpfel"), found("apfel", "Äpfel"));
    assertEquals(List.of("cafe\u0301s"), found("café", "two cafe\u0301s"));
    assertEquals(List.of(), found("internal", "international interest"));
  }

  @Test
  void should_leave_out_words_that_say_nothing() {
    assertEquals(List.of("mend"), found("How do I mend it?", "how do I, do you, mend it"));
    assertEquals(List.of("What", "is", "it"), found("what is it", "What is it"));
  }

  @Test
  void should_find_the_parts_of_identifiers() {
    assertEquals(List.of("User", "Name"), found("name of the user", "getUserName()"));
    assertEquals(List.of("user", "name"), found("user name", "user_name"));
    assertEquals(List.of("sha256"), found("sha256", "sha256"));
  }

  @Test
  void should_compare_scripts_without_spaces_by_pairs_of_characters() {
    assertEquals(List.of("天气"), found("天气", "今天天气好"));
    assertEquals(List.of("橋"), found("橋", "橋は川"));
  }
}
