package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Begins with a collection of three files, and one of passages without a source. */
abstract class Notes implements Scenario {
  static final String COLLECTION = "notes";

  private final String name;

  Notes(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public void files(Path files) throws IOException {
    for (String file : List.of("a.md", "b.md", "c.md")) {
      Words.write(files.resolve("notes").resolve(file));
    }
    Words.writeLines(files.resolve("facts.jsonl"), "fact", 6, 8);
  }

  @Override
  public List<List<String>> before(Place place) {
    return List.of(
        List.of("add", place.file("notes"), "--collection", COLLECTION),
        List.of("add", place.file("facts.jsonl"), "--collection", "facts"));
  }
}
