package dev.ragged.faults.scenario;

import java.util.List;

/** Reads passages. */
final class Get extends Notes {
  Get() {
    super("get");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("get", "--where", "{\"group\": 1}", "--collection", "facts", "--json");
  }

  @Override
  public boolean answers() {
    return true;
  }
}
