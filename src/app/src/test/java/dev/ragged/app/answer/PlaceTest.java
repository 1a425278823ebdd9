package dev.ragged.app.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Metadata;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static Place place(Map<String, Object> metadata) {
    return Place.of(Metadata.of(metadata));
  }

  private static String text(Map<String, Object> metadata) {
    return place(metadata).text(String.valueOf(metadata.get("source")));
  }

  @Test
  void should_write_every_kind_of_place_in_a_line() {
    assertEquals("a.md:3-9", text(Map.of("source", "a.md", "start_line", 3, "end_line", 9)));
    assertEquals("a.md:3", text(Map.of("source", "a.md", "start_line", 3, "end_line", 3)));
    assertEquals("p.pdf page 4", text(Map.of("source", "p.pdf", "page", 4)));
    assertEquals("p.pptx slide 2", text(Map.of("source", "p.pptx", "slide", 2)));
    assertEquals("p.csv rows 2-9", text(Map.of("source", "p.csv", "start_row", 2, "end_row", 9)));
    assertEquals(
        "s.xlsx sheet 'May' row 7",
        text(Map.of("source", "s.xlsx", "sheet", "May", "start_row", 7, "end_row", 7)));
    assertEquals(
        "n.ipynb cells 3-4", text(Map.of("source", "n.ipynb", "start_cell", 3, "end_cell", 4)));
    assertEquals(
        "z.zip!src/A.java:7-9 (A.run)",
        text(
            Map.of(
                "source",
                "z.zip",
                "member",
                "src/A.java",
                "start_line",
                7,
                "end_line",
                9,
                "symbol",
                "A.run")));
    assertEquals("a.md", text(Map.of("source", "a.md")));
  }

  @Test
  void should_write_where_in_its_document_a_passage_is() {
    assertEquals("lines 3-9", place(Map.of("start_line", 3, "end_line", 9)).inside());
    assertEquals(
        "line 3 (run)", place(Map.of("start_line", 3, "end_line", 3, "symbol", "run")).inside());
    assertEquals("", place(Map.of("source", "a.md")).inside());
  }

  @Test
  void should_know_the_line_to_open_a_file_at() {
    assertEquals(OptionalLong.of(3), place(Map.of("source", "a.md", "start_line", 3)).line());
    assertTrue(place(Map.of("source", "a.pdf", "page", 3)).line().isEmpty());
    assertTrue(place(Map.of("source", "a.zip", "member", "b", "start_line", 3)).line().isEmpty());
  }

  @Test
  void should_give_what_applies_as_json() {
    assertEquals(
        "{path=a.md, line=3, end_line=9, symbol=f}",
        place(Map.of("source", "a.md", "start_line", 3, "end_line", 9, "symbol", "f"))
            .json()
            .toString());
    assertEquals(
        "{path=p.pdf, page=4}", place(Map.of("source", "p.pdf", "page", 4)).json().toString());
    assertEquals("{}", Place.of(Metadata.EMPTY).json().toString());
  }
}
