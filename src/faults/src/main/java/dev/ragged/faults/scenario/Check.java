package dev.ragged.faults.scenario;

import java.util.List;

/** Verifies everything, which must change nothing. */
final class Check extends Notes {
  Check() {
    super("check");
  }

  @Override
  public List<String> command(Place place) {
    return List.of("check");
  }

  @Override
  public boolean answers() {
    return true;
  }
}
