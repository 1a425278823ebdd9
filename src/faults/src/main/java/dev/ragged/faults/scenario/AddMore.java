package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Adds a folder to a collection, whose segments are then merged. */
final class AddMore extends Notes {
  AddMore() {
    super("add-more");
  }

  @Override
  public void files(Path files) throws IOException {
    super.files(files);
    for (String file : List.of("d.md", "e.md", "f.md")) {
      Words.write(files.resolve("more").resolve(file));
    }
  }

  @Override
  public List<String> command(Place place) {
    return List.of("add", place.file("more"), "--collection", COLLECTION);
  }
}
