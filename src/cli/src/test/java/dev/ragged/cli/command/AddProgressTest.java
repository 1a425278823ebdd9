package dev.ragged.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.cli.terminal.Cells;
import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.ingest.IngestListener.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddProgressTest {
  private static final long MB = 1_000_000;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private double seconds;

  private AddProgress progress(boolean terminal, int width, boolean quiet) {
    AddProgress progress =
        new AddProgress(
            new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new Output(new ByteArrayOutputStream(), () -> false),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                terminal,
                terminal,
                width,
                Map.of()),
            quiet,
            () -> seconds);
    progress.started(() -> null);
    return progress;
  }

  /** What was drawn, a line each, without what only the terminal sees. */
  private List<String> drawn() {
    List<String> lines = new ArrayList<>();
    for (String line : err.toString(StandardCharsets.UTF_8).split("\r")) {
      lines.add(line.replaceAll("\u001b\\[\\??[0-9]*[a-zA-Z]", ""));
    }
    return lines;
  }

  private String last() {
    return drawn().get(drawn().size() - 1);
  }

  @Test
  void should_move_while_one_long_file_is_embedded() {
    AddProgress progress = progress(true, 120, false);
    progress.found(2, 20 * MB + MB);
    progress.writing(List.of(new Part(Path.of("/home/me/long.txt"), 20 * MB, 20_000)));
    for (int i = 1; i <= 100; i++) {
      seconds = i;
      progress.embedded(100, 100 * i, 20_000);
    }
    assertEquals("0/2 files", progress.text(200).substring(0, 9));
    String text = progress.text(200);
    assertEquals("0/2 files, 10,000 passages, 10.0 MB of 21.0 MB, 2 min left  long.txt", text);
    progress.done(Path.of("/home/me/long.txt"), 20 * MB, 20_000);
    assertTrue(progress.text(200).startsWith("1/2 files, 10,000 passages, 20.0 MB of 21.0 MB, "));
  }

  @Test
  void should_count_files_and_show_the_one_at_hand() {
    AddProgress progress = progress(true, 120, false);
    progress.found(4, 4 * MB);
    progress.reading(Path.of("/a/first.md"));
    assertEquals("0/4 files, 0 passages, 0 B of 4.0 MB  first.md", progress.text(200));
    Part one = new Part(Path.of("/a/one.md"), MB, 10);
    Part two = new Part(Path.of("/a/two.md"), MB, 30);
    progress.writing(List.of(one, two));
    progress.embedded(10, 10, 40);
    assertEquals("1/4 files, 10 passages, 500 kB of 4.0 MB  two.md", progress.text(200));
    progress.done(one.file(), MB, 10);
    progress.done(two.file(), MB, 30);
    assertTrue(progress.text(200).startsWith("2/4 files, 10 passages, 2.0 MB of 4.0 MB"));
    // What has no text takes no time, so it is no work that was done either.
    progress.done(Path.of("/a/picture.png"), MB, 0);
    assertTrue(progress.text(200).startsWith("3/4 files, 10 passages, 2.0 MB of 3.0 MB"));
  }

  @Test
  void should_move_while_a_file_of_passages_is_written_in_parts() {
    AddProgress progress = progress(true, 120, false);
    Path file = Path.of("/a/many.jsonl");
    progress.found(1, 3 * MB);
    progress.writing(List.of(new Part(file, MB, 1_024)));
    progress.embedded(1_024, 1_024, 1_024);
    progress.writing(List.of(new Part(file, MB, 1_024)));
    progress.embedded(512, 512, 1_024);
    assertTrue(progress.text(200).contains("1.5 MB of 3.0 MB"), progress.text(200));
    progress.done(file, 3 * MB, 2_048);
    assertTrue(progress.text(200).contains("1/1 file, 1,536 passages, 3.0 MB of 3.0 MB"));
  }

  @Test
  void should_never_take_a_second_line() throws InterruptedException {
    String name =
        "\u6771\u4eac\u306e\u5929\u6c17-\ud83d\ude80\ud83d\ude80-a rather long name of a file\nin two lines.md";
    for (int width : new int[] {40, 60, 80, 200}) {
      err.reset();
      AddProgress progress = progress(true, width, false);
      progress.found(123_456, 20_000 * MB);
      progress.writing(List.of(new Part(Path.of("/a").resolve(name), 20 * MB, 20_000)));
      for (int i = 1; i <= 3; i++) {
        seconds = 10 * i;
        Thread.sleep(110);
        progress.embedded(1_000, 1_000 * i, 20_000);
      }
      assertTrue(drawn().size() > 1, "nothing was drawn");
      for (String line : drawn()) {
        assertTrue(Cells.width(line) < width, width + ": " + line);
        assertFalse(line.contains("\n"), line);
      }
      assertTrue(width < 60 || last().contains("left"), last());
    }
  }

  @Test
  void should_print_plain_lines_seldom_and_nothing_when_quiet() throws InterruptedException {
    for (boolean terminal : new boolean[] {false, true}) {
      AddProgress progress = progress(terminal, 80, terminal);
      progress.found(2, MB);
      progress.writing(List.of(new Part(Path.of("/a/b.md"), MB, 100)));
      Thread.sleep(120);
      progress.embedded(50, 50, 100);
      progress.close();
      assertEquals("", err.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void should_name_the_file_that_is_read_while_nothing_else_happens() throws InterruptedException {
    AddProgress progress = progress(true, 80, false);
    progress.found(1, MB);
    progress.reading(Path.of("/a/long.pdf"));
    while (!err.toString(StandardCharsets.UTF_8).contains("long.pdf")) {
      Thread.sleep(20); // for ever if nothing draws it
    }
    progress.close();
    err.reset();
    Thread.sleep(1_200);
    assertEquals("", err.toString(StandardCharsets.UTF_8), "somebody may be asked something now");
  }

  @Test
  void should_draw_nothing_more_once_it_is_to_stop() throws InterruptedException {
    AddProgress progress = progress(true, 80, false);
    progress.found(2, MB);
    progress.stop();
    err.reset();
    Thread.sleep(120);
    progress.reading(Path.of("/a/b.md"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }
}
