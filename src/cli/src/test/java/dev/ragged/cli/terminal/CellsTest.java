package dev.ragged.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static List<String> lines(String text, int width) {
    return Cells.lines(text, width).stream()
        .map(part -> text.substring(part.start(), part.end()))
        .toList();
  }

  @Test
  void should_count_the_cells_of_a_terminal() {
    assertEquals(3, Cells.width("tea"));
    assertEquals(4, Cells.width("橋は"));
    assertEquals(2, Cells.width("\ud83d\ude00"));
    assertEquals(2, Cells.width("\u2705"));
    assertEquals(2, Cells.width("\u2764\ufe0f"));
    assertEquals(1, Cells.width("e\u0301"));
    assertEquals(2, Cells.width("한"));
  }

  @Test
  void should_break_lines_by_cells() {
    assertEquals(List.of("橋は川", "の上"), lines("橋は川の上", 6));
    assertEquals(List.of("橋は川", "の上"), lines("橋は川の上", 7));
    assertEquals(List.of("once upon", "a time"), lines("once upon a time", 10));
    assertEquals(List.of("once upon a", "time"), lines("once upon a time", 11));
    assertEquals(List.of(), lines("   ", 10));
    assertTrue(
        lines("日本語 text と \ud83d\ude00 emoji ".repeat(20), 30).stream()
            .allMatch(line -> Cells.width(line) <= 30));
  }

  @Test
  void should_cut_what_does_not_fit() {
    assertEquals("tea", Cells.cutEnd("tea", 3));
    assertEquals("gre\u2026", Cells.cutEnd("green tea", 4));
    assertEquals("橋\u2026", Cells.cutEnd("橋は川", 4));
    assertEquals("\u2026 tea", Cells.cutStart("green tea", 5));
    assertEquals("\u2026川", Cells.cutStart("橋は川", 4));
  }

  @Test
  void should_write_paths_briefly() {
    ShownPaths paths = new ShownPaths(Path.of("/home/me/notes"), Path.of("/home/me"));
    assertEquals("tea.md", paths.of("/home/me/notes/tea.md"));
    assertEquals("~/src/a.c", paths.of("/home/me/src/a.c"));
    assertEquals("/etc/hosts", paths.of("/etc/hosts"));
    assertEquals(
        "/home/me/notes-old/a",
        new ShownPaths(Path.of("/home/me/notes"), null).of("/home/me/notes-old/a"));
    assertEquals("a card", paths.of("a card"));
    assertEquals("no\0file", paths.of("no\0file"));
  }
}
