package dev.ragged.faults.scenario;

import java.util.ArrayList;
import java.util.List;

/** Makes an index of another program a collection. */
final class IndexImport extends Notes {
  IndexImport() {
    super("leann-import");
  }

  @Override
  public List<List<String>> before(Place place) {
    List<List<String>> commands = new ArrayList<>(super.before(place));
    commands.add(
        List.of(
            "leann", "export", "facts", place.output("facts.leann"), "--embedding-model", "small"));
    return commands;
  }

  @Override
  public List<String> command(Place place) {
    return List.of("leann", "import", place.output("facts.leann"), "--collection", "imported");
  }
}
