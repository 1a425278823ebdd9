package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Adds so many passages that a coder is learned and all codes are written anew. */
final class AddAndLearn implements Scenario {
  /** A coder is learned from 1,024 passages on. */
  private static final int BEFORE = 1_000;

  private static final int MORE = 60;

  @Override
  public String name() {
    return "add-and-learn";
  }

  @Override
  public void files(Path files) throws IOException {
    Words.writeLines(files.resolve("many.jsonl"), "many", BEFORE, 6);
    Words.writeLines(files.resolve("more.jsonl"), "more", MORE, 6);
  }

  @Override
  public List<List<String>> before(Place place) {
    return List.of(List.of("add", place.file("many.jsonl")));
  }

  @Override
  public List<String> command(Place place) {
    return List.of("add", place.file("more.jsonl"));
  }
}
