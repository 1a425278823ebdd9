package dev.ragged.cli.command;

import dev.ragged.ingest.Guarded;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** What {@code add} and {@code update} do about files that look unchanged, or are not there. */
final class PruneOptions {
  @Option(
      names = "--prune",
      description =
          "Remove also what may come back: the files of a folder that is missing or empty, or more"
              + " than half of its files.")
  boolean prune;

  @Option(names = "--verify", description = "Read also files whose size and time are as they were.")
  boolean verify;

  /** Decides by the option, else asks if somebody is there. */
  Predicate<Guarded> decision(Subcommand command, Runnable beforeAsking) {
    return guarded -> {
      if (prune) {
        return true;
      }
      if (!command.session.terminal.inIsTerminal() || command.isJson()) {
        return false;
      }
      beforeAsking.run();
      return command.confirmed(
          (guarded.path() == null ? "What was added by name " : guarded.path() + " ")
              + guarded.why()
              + " Remove the passages of "
              + guarded.files()
              + (guarded.files() == 1 ? " file?" : " files?"));
    };
  }
}
