package dev.ragged.faults.scenario;

import java.nio.file.Path;

/**
 * The folders of a scenario. The command line is told the data directory; scenarios need not.
 *
 * @param files what {@link Scenario#files} filled
 * @param out where commands write files for the user
 */
public record Place(Path files, Path out) {

  String file(String name) {
    return files.resolve(name).toString();
  }

  String output(String name) {
    return out.resolve(name).toString();
  }
}
