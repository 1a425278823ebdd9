package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HuggingFaceTokensTest {

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
