package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Updates a folder in which one file has moved, one has changed and one is gone. */
final class Update extends Notes {
  Update() {
    super("update");
  }

  @Override
  public void change(Path files) throws IOException {
    Path notes = files.resolve("notes");
    Files.createDirectories(notes.resolve("moved"));
    Files.move(notes.resolve("a.md"), notes.resolve("moved/a.md"));
    Words.write(notes.resolve("b.md"), "changed");
    Files.delete(notes.resolve("c.md"));
  }

  @Override
  public boolean reportsChange(String out) {
    return out.contains("; 1 moved, "); // a line for each collection that is done
  }

  @Override
  public List<String> command(Place place) {
    return List.of("update");
  }
}
