package dev.ragged.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.app.answer.Found;
import dev.ragged.embed.ApproximateTokenizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackingTest {
  private final ApproximateTokenizer tokenizer = new ApproximateTokenizer();

  private List<Source> pack(int budget, Found... hits) {
    return new Packing(tokenizer).pack(List.of(hits), budget);
  }

  @Test
  void should_join_neighbours_without_what_they_repeat() {
    List<Source> sources =
        pack(
            100,
            SourcesForTests.lines(1, 3, "two\nthree", 2, 3, 4),
            SourcesForTests.lines(2, 9, "far", 20, 20, 0),
            SourcesForTests.lines(3, 2, "one\ntwo\n", 1, 2, 0));
    assertEquals(2, sources.size());
    assertEquals("one\ntwo\nthree", sources.get(0).text());
    assertEquals("a.md:1-3", sources.get(0).place().text("a.md"));
    assertEquals(1, sources.get(0).best().rank());
    assertEquals("far", sources.get(1).text());
  }

  @Test
  void should_keep_all_words_if_the_overlap_is_not_where_it_was_said_to_be() {
    Source joined =
        pack(
                100,
                SourcesForTests.lines(1, 0, "Grüße aus\n", 1, 1, 0),
                SourcesForTests.lines(2, 1, "Kopf\nKöln", 2, 2, 5))
            .get(0);
    assertTrue(joined.text().contains("Grüße aus") && joined.text().contains("Kopf\nKöln"));
  }

  @Test
  void should_count_bytes_of_an_overlap_as_bytes() {
    Source joined =
        pack(
                100,
                SourcesForTests.lines(1, 0, "eins\nGrüße\n", 1, 2, 0),
                SourcesForTests.lines(2, 1, "Grüße\nzwei", 2, 3, 8))
            .get(0);
    assertEquals("eins\nGrüße\nzwei", joined.text());
  }

  @Test
  void should_not_join_other_documents() {
    Found one = SourcesForTests.lines(1, 0, "one", 1, 1, 0);
    Found other = SourcesForTests.hit(2, "b.md#1", "other", Map.of("source", "/n/b.md"));
    assertEquals(2, pack(100, one, other).size());
  }

  @Test
  void should_keep_to_the_budget_and_let_a_shorter_passage_in() {
    String twenty = "abc ".repeat(20);
    List<Source> sources =
        pack(
            30,
            SourcesForTests.lines(1, 0, twenty, 1, 1, 0),
            SourcesForTests.lines(2, 5, twenty, 5, 5, 0),
            SourcesForTests.lines(3, 9, "abc ".repeat(10), 9, 9, 0));
    assertEquals(List.of(1, 3), sources.stream().map(source -> source.best().rank()).toList());
    int tokens =
        sources.stream().mapToInt(source -> tokenizer.tokenEnds(source.text()).length).sum();
    assertEquals(30, tokens);
  }

  @Test
  void should_cut_a_passage_that_is_larger_than_the_budget() {
    String text = pack(7, SourcesForTests.lines(1, 0, "abc ".repeat(9000), 1, 1, 0)).get(0).text();
    assertEquals("abc abc abc abc abc abc abc", text);
  }

  @Test
  void should_leave_out_what_is_far() {
    Found near = SourcesForTests.lines(1, 0, "near", 1, 1, 0);
    Found far = new Found(2, "notes", near.hit(), null, near.place(), false, List.of());
    assertEquals(1, pack(100, near, far).get(0).hits().size());
    assertEquals(List.of(), pack(100, far));
  }
}
