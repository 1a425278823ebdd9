package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Adds passages from JSON lines, some of which replace others. */
final class AddLines extends Notes {
  AddLines() {
    super("add-lines");
  }

  @Override
  public void files(Path files) throws IOException {
    super.files(files);
    Words.writeLines(files.resolve("more.jsonl"), "fact", 9, 9);
  }

  @Override
  public List<String> command(Place place) {
    return List.of("add", place.file("more.jsonl"), "--collection", "facts");
  }
}
