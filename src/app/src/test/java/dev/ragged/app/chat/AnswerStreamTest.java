package dev.ragged.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {
  private static final String ANSWER =
      "The ferry leaves at seven. [1] Bring tea, e.g. green [2][9].\nSteps\n1. Go.\n2. Wait 3.5 h. [1]\n[2]\n橋は川。[1]次 \uD83C\uDF75 end";

  private final AnswerChecks checks =
      new AnswerChecks(
          List.of(SourcesForTests.source(1, "ferry seven"), SourcesForTests.source(2, "tea")));

  private List<Object> events(List<String> pieces) {
    List<Object> events = new ArrayList<>();
    AnswerStream stream =
        new AnswerStream(
            checks,
            new AskListener() {
              @Override
              public void text(String stretch) {
                events.add(stretch);
              }

              @Override
              public void sentence(CheckedSentence sentence) {
                events.add(sentence);
              }
            });
    pieces.forEach(stream::piece);
    stream.end();
    return events;
  }

  @Test
  void should_hand_on_every_character_and_each_check_right_behind_its_sentence() {
    Random random = new Random(Seeds.seed());
    for (int round = 0; round < 200; round++) {
      List<String> pieces = new ArrayList<>();
      for (int at = 0; at < ANSWER.length(); ) {
        int end = Math.min(ANSWER.length(), at + 1 + random.nextInt(12));
        pieces.add(ANSWER.substring(at, end));
        at = end;
      }
      StringBuilder text = new StringBuilder();
      List<CheckedSentence> sentences = new ArrayList<>();
      for (Object event : events(pieces)) {
        if (event instanceof CheckedSentence sentence) {
          assertEquals(sentence.end(), text.length(), pieces.toString());
          sentences.add(sentence);
        } else {
          text.append(event);
        }
      }
      assertEquals(ANSWER, text.toString());
      assertEquals(checks.check(ANSWER), sentences, pieces.toString());
    }
  }

  @Test
  void should_cut_no_citation() {
    List<Object> events = events(List.of("Seven [", "1", "] is", " it"));
    assertTrue(events.stream().anyMatch(event -> event.toString().contains("[1]")), "" + events);
  }
}
