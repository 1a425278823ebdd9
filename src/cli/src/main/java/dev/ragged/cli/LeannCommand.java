package dev.ragged.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ragged leann}: what is about indexes of the Python package LEANN. */
@Command(
    name = "leann",
    description = "Search or import indexes of the Python package LEANN (its HNSW backend).",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LeannSearchCommand.class, LeannImportCommand.class})
final class LeannCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: 'search' or 'import' is missing");
  }
}
