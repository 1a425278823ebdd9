package dev.ragged.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WrappedTextTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Output out = new Output(bytes, () -> false);

  private String told() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private WrappedText text(int width) {
    return new WrappedText(out, width, word -> word);
  }

  @Test
  void should_break_at_spaces_wherever_pieces_end() {
    WrappedText text = text(12);
    for (String piece :
        new String[] {"The fer", "ry leaves", " at", " seven", ".\n\n  It ", "is"}) {
      text.write(piece);
    }
    text.end();
    assertEquals("The ferry\nleaves at\nseven.\n\n  It is", told());
  }

  @Test
  void should_hold_back_no_more_than_a_word() {
    WrappedText text = text(40);
    text.write("The ferry lea");
    assertEquals("The ferry", told());
    text.write("ves at");
    assertEquals("The ferry leaves", told());
    text.end();
    assertEquals("The ferry leaves at", told());
  }

  @Test
  void should_break_what_has_no_spaces_and_hold_none_of_it_back() {
    WrappedText text = text(10);
    text.write("緑茶は八十度のお湯で");
    assertEquals("緑茶は八十\n度のお湯で", told());
    text.write("\n" + "x".repeat(25));
    assertTrue(told().endsWith("\n" + "x".repeat(10) + "\n" + "x".repeat(10)), told());
  }

  @Test
  void should_count_neither_colours_nor_links() {
    WrappedText text = new WrappedText(out, 9, word -> "\u001b[1m" + word + "\u001b[0m");
    text.write("one two");
    text.write(" ");
    text.word("[?]", "<[?]>");
    text.write(" four");
    text.end();
    String plain = told().replaceAll("\u001b\\[\\dm", "");
    assertEquals("one two\n<[?]> four", plain);
  }

  @Test
  @Tag("random")
  void should_fit_lines_and_lose_nothing() {
    Random random = new Random(Seeds.seed());
    for (int round = 0; round < 200; round++) {
      bytes.reset();
      int width = 4 + random.nextInt(30);
      WrappedText text = text(width);
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        String piece = "ab 茶é\n [1]xyz".substring(random.nextInt(6), 6 + random.nextInt(6));
        all.append(piece);
        text.write(piece);
      }
      text.end();
      String message = "seed " + Seeds.seed() + ", round " + round + ": " + all;
      assertEquals(all.toString().replaceAll("\\s", ""), told().replaceAll("\\s", ""), message);
      told().lines().forEach(line -> assertTrue(Cells.width(line) <= width, message));
    }
  }
}
