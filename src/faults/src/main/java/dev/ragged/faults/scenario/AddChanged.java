package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Adds a folder again in which one file is new, one changed and one gone. */
final class AddChanged extends Notes {
  AddChanged() {
    super("add-changed");
  }

  @Override
  public void change(Path files) throws IOException {
    Path notes = files.resolve("notes");
    Words.write(notes.resolve("a.md"), "changed");
    Files.delete(notes.resolve("b.md"));
    Words.write(notes.resolve("new.md"));
  }

  @Override
  public List<String> command(Place place) {
    return List.of("add", place.file("notes"), "--collection", COLLECTION);
  }
}
