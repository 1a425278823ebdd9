package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HuggingFaceTokensTest {

  @Test
  void should_say_which_texts_the_model_knows() {
    try (HuggingFaceTokens tokens = HuggingFaceTokens.load(new BundledFiles())) {
      for (String text : List.of("", " ", "The ferry leaves.", "Die Fähre", "Паром", "お茶", "a1!")) {
        assertTrue(tokens.knows(text), text);
      }
      String thai = "\u0e40\u0e23\u0e37\u0e2d\u0e02\u0e49\u0e32\u0e21\u0e1f\u0e32\u0e01";
      assertFalse(tokens.knows(thai));
      assertFalse(tokens.knows("Tea: " + thai));
      assertFalse(tokens.knows(thai.repeat(3_000)));
      assertTrue(tokens.knows("The ferry to the island leaves from " + thai));
    }
  }

  @Test
  void should_give_a_long_text_the_tokens_of_its_parts() {
    String sentence = "Unbelievably, \ud83c\udf75 tea grows in \u5927\u7406. ";
    int times = 3_000; // many blocks, whose ends fall anywhere in the sentence
    try (HuggingFaceTokens tokens = HuggingFaceTokens.load(new BundledFiles())) {
      long[] once = tokens.ids(sentence);
      long[] ids = tokens.ids(sentence.repeat(times));
      assertEquals(times * once.length, ids.length);
      for (int i = 0; i < times; i++) {
        assertArrayEquals(
            once, Arrays.copyOfRange(ids, i * once.length, (i + 1) * once.length), "time " + i);
      }
    }
  }
}
