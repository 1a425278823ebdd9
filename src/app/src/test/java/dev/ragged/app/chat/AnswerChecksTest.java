package dev.ragged.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerChecksTest {
  private final AnswerChecks checks =
      new AnswerChecks(
          List.of(
              SourcesForTests.source(1, "The ferry leaves the harbour at seven,\nevery  morning."),
              SourcesForTests.source(2, "Green tea is steeped at eighty degrees; it’s “gentle”.")));

  private CheckedSentence one(String answer) {
    List<CheckedSentence> sentences = checks.check(answer);
    assertEquals(1, sentences.size(), sentences.toString());
    return sentences.get(0);
  }

  @Test
  void should_pass_a_sentence_that_its_source_says() {
    assertTrue(one("The ferry leaves at seven [1].").supported());
    assertTrue(one("Ferries leave the harbour each morning. [1]").supported());
    assertTrue(one("The ferry leaves at seven and green tea is steeped [1, 2].").supported());
  }

  @Test
  void should_mark_a_sentence_without_a_citation() {
    CheckedSentence sentence = one("The ferry leaves at seven.");
    assertFalse(sentence.supported());
    assertEquals(List.of(), sentence.cited());
  }

  @Test
  void should_name_a_number_that_no_source_has() {
    CheckedSentence sentence = one("The ferry leaves at seven [1][9], [0].");
    assertEquals(List.of(1), sentence.cited());
    assertEquals(List.of(9, 0), sentence.unknown());
    assertFalse(sentence.supported());
  }

  @Test
  void should_mark_a_sentence_whose_words_are_not_in_its_source() {
    CheckedSentence wrong = one("Trains reach Paris before midnight [1].");
    assertEquals(0, wrong.support());
    assertFalse(wrong.supported());
    assertFalse(one("Green tea is steeped at eighty degrees [1].").supported());
  }

  @Test
  void should_find_quotations_whatever_their_case_space_and_marks() {
    assertEquals(
        List.of(), one("It says “LEAVES THE HARBOUR at seven, every morning.” [1]").notQuoted());
    assertEquals(List.of(), one("It is steeped; \"it's\" so [2].").notQuoted());
    assertEquals(List.of(), one("Tea that is «eighty degrees» [2].").notQuoted());
  }

  @Test
  void should_mark_words_that_no_cited_source_has() {
    assertEquals(List.of("leaves at nine"), one("The ferry \"leaves at nine\" [1].").notQuoted());
    CheckedSentence other = one("The ferry leaves the harbour \"at eighty degrees\" [1].");
    assertEquals(List.of("at eighty degrees"), other.notQuoted());
    assertFalse(other.supported());
  }

  @Test
  void should_check_a_quotation_of_several_sentences_where_it_ends() {
    List<CheckedSentence> sentences = checks.check("He said \"Go now. Tea is out.\" [2] End.");
    assertEquals(1, sentences.stream().mapToInt(s -> s.notQuoted().size()).sum());
  }
}
