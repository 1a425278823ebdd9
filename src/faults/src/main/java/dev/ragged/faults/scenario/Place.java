package dev.ragged.faults.scenario;

import java.nio.file.Path;

/**
 * The folders of a scenario. The command line is told the data directory; scenarios need not.
 *
 * @param files what {@link Scenario#files} filled
 * @param out where commands write files for the user
 * @param backups the folder of backups, which no one but their own commands judges: the names in it
 *     tell the time
 */
public record Place(Path files, Path out, Path backups) {

  String file(String name) {
    return files.resolve(name).toString();
  }

  String output(String name) {
    return out.resolve(name).toString();
  }

  String backupFolder() {
    return backups.toString();
  }
}
