package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.ingest.IngestListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddProgressTest {
  private static final Path FILE = Path.of("tea.md");

  private final List<String> told = new ArrayList<>();
  private final AddProgress progress =
      new AddProgress((done, total, message) -> told.add(done + " of " + total + ": " + message));

  @Test
  void should_tell_the_beginning_and_the_end() {
    progress.found(1, 10);
    progress.writing(List.of(new IngestListener.Part(FILE, 10, 4)));
    progress.embedded(1, 1, 4); // too soon after the beginning
    progress.done(FILE, 10, 4);
    assertEquals(List.of("0.0 of 10.0: 0 of 1 files", "10.0 of 10.0: 1 of 1 files"), told);
  }

  @Test
  void should_tell_nothing_twice() {
    progress.found(1, 10);
    progress.done(FILE, 10, 4);
    progress.embedded(0, 1, 1);
    progress.done(FILE, 0, 0);
    assertEquals(2, told.size(), told.toString());
  }

  @Test
  void should_never_tell_of_more_than_there_is() {
    progress.found(1, 10);
    progress.done(FILE, 30, 4); // it has grown meanwhile
    assertEquals("30.0 of 30.0: 1 of 1 files", told.get(1));
  }
}
