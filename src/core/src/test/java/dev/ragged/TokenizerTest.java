package dev.ragged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"tea and rain. ", "tea", "\ud83c\udf75", "a\ud83c\udf75", " ", "\u8336\n"})
  void should_end_blocks_between_words_or_at_least_characters(String part) {
    String text = part.repeat(100_000 / part.length());
    boolean spaced = part.isBlank() || !part.equals(part.strip());
    for (int from = 0; from < text.length(); ) {
      int to = Tokenizer.blockEnd(text, from);
      assertTrue(to > from && to - from <= 16_384, from + " to " + to);
      assertFalse(Character.isLowSurrogate(text.charAt(from)), "a character split at " + from);
      if (spaced && to < text.length()) {
        assertTrue(Character.isWhitespace(text.charAt(to - 1)), "a word split at " + to);
      }
      from = to;
    }
  }

  @Test
  void should_leave_a_short_text_whole() {
    String text = "tea ".repeat(4_096);
    assertEquals(text.length(), Tokenizer.blockEnd(text, 0));
  }
}
