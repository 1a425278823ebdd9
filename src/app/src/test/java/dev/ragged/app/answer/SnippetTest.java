package dev.ragged.app.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnippetTest {
  private static final String TEA =
      """
      # Tea

      Tea is grown in many countries and has been traded for a very long time.
      Black tea is made with boiling water. Green tea is steeped at eighty degrees,
      for two minutes at most.

      - Sugar is a matter of taste, and so is everything else that people put into
        a cup.
      - Lemon is not.
      """;

  private static Snippet of(String passage, String question, int budget) {
    return Snippet.of(passage, true, QuestionWords.of(question), String::length, budget);
  }

  /** The marked words. */
  private static List<String> marked(Snippet snippet) {
    return snippet.marks().stream()
        .map(mark -> snippet.text().substring(mark.start(), mark.end()))
        .toList();
  }

  @Test
  void should_choose_the_sentence_with_the_rarest_words_of_the_question() {
    Snippet snippet = of(TEA, "How many degrees to steep tea?", 80);
    assertEquals(
        "Green tea is steeped at eighty degrees, for two minutes at most.", snippet.text());
    assertEquals(List.of("tea", "steeped", "degrees"), marked(snippet));
  }

  @Test
  void should_join_the_lines_of_a_paragraph_and_of_an_item() {
    assertEquals(
        "- Sugar is a matter of taste, and so is everything else that people put into a cup.\n"
            + "- Lemon is not.",
        of(TEA, "sugar", 120).text());
  }

  @Test
  void should_begin_with_a_sentence_if_the_question_has_no_word_in_it() {
    Snippet snippet = of(TEA, "xylophone", 80);
    assertEquals(
        "Tea is grown in many countries and has been traded for a very long time.", snippet.text());
    assertEquals(List.of(), snippet.marks());
  }

  @Test
  void should_leave_out_front_matter() {
    String passage =
        "---\ntitle: Degrees\ntags: [tea]\n---\n\nBlack tea is made with boiling water.\n";
    assertEquals("Black tea is made with boiling water.", of(passage, "degrees", 200).text());
    assertEquals(
        "Black tea is made with boiling water.",
        of(passage.replace("\n", "\r\n"), "title", 200).text());
    assertEquals(
        "Not front matter, since nothing ends it.",
        of("---\nNot front matter, since nothing ends it.", "ends", 200).text());
  }

  @Test
  void should_keep_the_lines_of_code() {
    String code = "int a = 1;\nint b = a + 2; // the sum of everything that was there\nreturn b;";
    assertEquals(code, of(code, "sum", 200).text());
  }

  @Test
  void should_keep_the_lines_of_what_is_no_prose() {
    String rows = "heating | 1800 | 2400 | the gas price went up\nrent | 12000 | 12000";
    QuestionWords words = QuestionWords.of("heating");
    assertEquals(rows, Snippet.of(rows, false, words, String::length, 200).text());
    assertEquals(
        rows.replace('\n', ' '), Snippet.of(rows, true, words, String::length, 200).text());
  }

  @Test
  void should_show_the_comment_of_a_script() {
    assertEquals(
        "# Copies the folder to the other machine.",
        of(
                "#!/bin/bash\n# Copies the folder to the other machine.\nset -e; cd here; rsync -a . there:\n",
                "copy a folder",
                60)
            .text());
  }

  @Test
  void should_cut_a_sentence_that_is_too_long_around_the_match() {
    String passage = "word ".repeat(100) + "needle " + "more ".repeat(100);
    Snippet snippet = of(passage, "needle", 60);
    assertTrue(snippet.text().length() <= 60, snippet.text());
    assertTrue(snippet.text().startsWith("\u2026") && snippet.text().endsWith("\u2026"));
    assertEquals(List.of("needle"), marked(snippet));
  }

  @Test
  void should_never_cost_more_than_the_budget_nor_split_a_character() {
    String passage = "\ud83d\ude00".repeat(80) + "needle" + "\ud83d\ude00".repeat(80);
    for (int budget = 10; budget < 100; budget++) {
      String text = of(passage, "needle", budget).text();
      assertTrue(text.length() <= budget, text);
      assertFalse(
          text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF), budget + ": " + text);
    }
  }

  @Test
  void should_find_words_of_scripts_without_spaces() {
    Snippet snippet = of("今日は天気がいい。橋は川の上にあります。", "川の上の橋", 12);
    assertEquals("橋は川の上にあります。", snippet.text());
    assertEquals(List.of("川の上"), marked(snippet));
  }

  @Test
  void should_take_empty_and_blank_passages() {
    assertEquals("", of("", "x", 10).text());
    assertEquals("", of(" \n\t\n", "x", 10).text());
  }

  @Test
  void should_take_a_passage_of_megabytes() {
    String passage = "needle and thread. ".repeat(200_000);
    Snippet snippet =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> of(passage, "needle", 100));
    assertTrue(snippet.text().length() <= 100);
  }
}
