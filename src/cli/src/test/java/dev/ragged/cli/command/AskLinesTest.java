package dev.ragged.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.Place;
import dev.ragged.app.chat.CheckedSentence;
import dev.ragged.app.chat.Source;
import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private AskLines lines(boolean isTerminal) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new Output(out, () -> false),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            isTerminal,
            isTerminal,
            isTerminal,
            80,
            Map.of("NO_COLOR", "1"));
    AskLines lines = new AskLines(terminal, AnswerLines.Look.USUAL);
    Metadata metadata = Metadata.of(Map.of(Metadata.SOURCE, "/n/a.md"));
    Place place = Place.of(metadata);
    Found hit = new Found(1, "n", new Hit("a", 1, "x", metadata), null, place, true, List.of());
    lines.sources(List.of(new Source(1, List.of(hit), place, "x")));
    return lines;
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void should_let_no_model_control_the_terminal() {
    AskLines lines = lines(true);
    lines.text("a\u001b[31mred\u001b]8;;http://evil\u001b\\here\u0007\r\u202E");
    lines.endText();
    assertFalse(told().contains("\u001b") || told().contains("\u0007") || told().contains("\r"));
    assertFalse(told().contains("\u202E"));
    assertTrue(told().contains("red") && told().contains("here"));
  }

  @Test
  void should_link_the_numbers_of_sources_alone() {
    AskLines lines = lines(true);
    lines.text("Yes [1] no [2].");
    lines.endText();
    assertEquals("Yes \u001b]8;;file:///n/a.md\u001b\\[1]\u001b]8;;\u001b\\ no [2].", told());
  }

  @Test
  void should_break_lines_between_words_on_a_terminal_alone() {
    String sentence = "The ferry leaves the harbour at seven in the morning, and at nine [1].";
    AskLines shown = lines(true);
    shown.text(sentence + " " + sentence);
    shown.sentence(new CheckedSentence(71, 141, sentence, List.of(), List.of(), List.of(), 0));
    shown.endText();
    String plain = told().replaceAll("\u001b\\]8;;[^\u001b]*\u001b\\\\", "");
    assertEquals(
        sentence + " The ferry\nleaves the harbour at seven in the morning, and at nine [1]. [?]",
        plain);
    out.reset();
    lines(false).text(sentence + " " + sentence);
    assertEquals(sentence + " " + sentence, told());
  }

  @Test
  void should_mark_beside_the_words_of_the_model() {
    AskLines lines = lines(false);
    lines.text("Yes.");
    lines.sentence(new CheckedSentence(0, 4, "Yes.", List.of(), List.of(), List.of(), 0));
    lines.text(" It is [1].");
    lines.sentence(new CheckedSentence(5, 15, "It is [1].", List.of(1), List.of(), List.of(), 1));
    assertEquals("Yes. [?] It is [1].", told());
  }
}
