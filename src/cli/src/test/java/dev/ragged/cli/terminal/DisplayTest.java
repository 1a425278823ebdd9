package dev.ragged.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.app.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small things that people and scripts see. */
class DisplayTest {
  @Test
  void should_write_sizes_and_durations() {
    assertEquals("0 B", Display.bytes(0));
    assertEquals("999 B", Display.bytes(999));
    assertEquals("1.0 kB", Display.bytes(1_000));
    assertEquals("1.0 MB", Display.bytes(999_999));
    assertEquals("123 MB", Display.bytes(123_456_789));
    assertEquals("850 ms", Display.duration(0.85));
    assertEquals("12.3 s", Display.duration(12.34));
    assertEquals("4 min 10 s", Display.duration(250));
    assertEquals("2 h 5 min", Display.duration(7_500));
    assertEquals("1 file", Display.count(1, "file"));
    assertEquals("1,234 files", Display.count(1_234, "file"));
  }

  @Test
  void should_wrap_at_spaces_and_cut_what_has_none() {
    assertEquals(
        List.of("  once upon a time", "  there was a store"),
        Display.wrap("once upon a time there was a store", 22, "  "));
    List<String> cut = Display.wrap("x".repeat(95), 40, "    ");
    assertEquals(3, cut.size());
    assertTrue(cut.stream().allMatch(l -> l.length() <= 40));
    List<String> pairs = Display.wrap("\ud83d\ude00".repeat(50), 41, "");
    assertTrue(pairs.stream().allMatch(l -> l.codePoints().allMatch(c -> c == 0x1F600)));
    assertEquals(List.of(), Display.wrap("\n \n", 40, ""));
  }

  @Test
  void should_write_json_on_one_line() {
    assertEquals(
        "{\"a\":[1,2.5,true,null,\"x\\ny\"],\"b\":{},\"c\":[0.25,-1.0]}",
        Json.write(
            Json.object(
                "a",
                Arrays.asList(1, 2.5, true, null, "x\ny"),
                "b",
                Map.of(),
                "c",
                new float[] {0.25f, -1f})));
  }

  @Test
  void should_wrap_a_line_of_megabytes_without_a_space() {
    // Took minutes when each cut looked back to the beginning of the line.
    List<String> lines = Display.wrap("y".repeat(3_000_000), 80, "");
    assertEquals(37_500, lines.size());
    assertEquals("y".repeat(3_000_000), String.join("", lines));
  }

  @Test
  void should_tell_a_reader_that_left_from_a_disk_that_is_full() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Relais brisé (pipe)");
          }
        };
    Output pipe = new Output(broken, () -> true);
    pipe.line("x");
    assertThrows(Output.ReaderGoneException.class, pipe::flush);
    Output file = new Output(broken, () -> false);
    file.line("x");
    assertThrows(RaggedException.class, file::flush);
  }
}
