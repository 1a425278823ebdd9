package dev.ragged.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, with the class path of the tests. */
final class RealCommand {
  private RealCommand() {}

  /** What starts it, with these words. */
  static List<String> of(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    return command;
  }

  /** The same over a data directory. */
  static List<String> over(Path dataDir, String... words) {
    List<String> command = of("--data-dir", dataDir.toString());
    command.addAll(List.of(words));
    return command;
  }
}
