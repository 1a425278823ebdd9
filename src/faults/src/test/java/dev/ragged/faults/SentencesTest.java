package dev.ragged.faults;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "An unexpected IllegalStateException; --verbose shows where it happened.",
        "cannot be parsed: EpubZipException.",
        "org.apache.lucene.store.AlreadyClosedException",
        "Cannot read it: null.",
        "The file \u001b[2J is damaged.",
        "\u202eThe file is damaged."
      })
  void should_find_what_people_cannot_read(String message) {
    assertNotNull(Sentences.unclear(message, ""));
  }

  @Test
  void should_let_clear_sentences_and_quotations_pass() {
    assertNull(Sentences.unclear("There is no file /tmp/x.y/a.jsonl; check the path.", ""));
    assertNull(Sentences.unclear("A key got null.", "{\"a\": null}"));
    assertNull(Sentences.unclear("There is no option 'MyError'.", "--MyError MyError"));
  }

  @Test
  void should_allow_lines_in_what_is_printed_for_people() {
    assertNull(Sentences.control("one\n\ttwo\n", true));
    assertNotNull(Sentences.control("one\rtwo", true));
  }
}
