package dev.ragged.faults.scenario;

import java.util.List;

/** Asks a question. */
final class Search extends Notes {
  Search() {
    super("search");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("search", Words.text("a.md", 3), "--collection", COLLECTION);
  }

  @Override
  public boolean answers() {
    return true;
  }
}
