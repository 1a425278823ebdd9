package dev.ragged.app.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.Hit;
import dev.ragged.Metadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoundTest {
  private static final String ALICE = "Alice <alice@example.org>";

  private static String snippet(String text, String title, Map<String, Object> metadata) {
    Metadata of = Metadata.of(metadata);
    Hit hit = new Hit("id", 1, text, of);
    Found found = new Found(1, "c", hit, title, Place.of(of), true, List.of());
    return found.snippet(QuestionWords.of("heating"), String::length, 300).text();
  }

  @Test
  void should_leave_the_lines_of_a_snippet_to_the_body_of_a_message() {
    String head = "About the heating\nFrom: " + ALICE + "\nTo: bob\nDate: 2025-03-03T09:00:00Z\n";
    Map<String, Object> metadata =
        Map.of("author", ALICE, "to", "bob", "date", "2025-03-03T09:00:00Z");
    String body = "It comes on Thursday.\n\nFrom: nobody";
    assertEquals(body, snippet(head + "\n" + body, "About the heating", metadata));
    // A message without a body is shown by what it has.
    assertEquals(head.strip(), snippet(head, "About the heating", metadata));
  }

  @Test
  void should_not_repeat_the_sheet_nor_the_function() {
    String rows =
        "item | planned | spent | what happened there\nheating | 1800 | 2400 | the price went up\n"
            + "rent | 12000 | 12000 | nothing";
    assertEquals(
        rows,
        snippet("Budget\n" + rows, null, Map.of("sheet", "Budget", "start_row", 2, "end_row", 3)));
    String code = "heating = warm(house, floor, everything_else, 21)\ncooling = cold(house)";
    assertEquals(
        code,
        snippet(
            "Python: House.warm\n" + code,
            null,
            Map.of("language", "python", "symbol", "House.warm", "start_line", 1, "end_line", 2)));
  }
}
