package dev.ragged.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ragged leann}: what is about indexes of the Python package LEANN. */
@Command(
    name = "leann",
    description = "Search, import and export indexes of the Python package LEANN (HNSW backend).",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LeannSearchCommand.class, LeannImportCommand.class, LeannExportCommand.class})
final class LeannCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: 'search', 'import' or 'export' is missing");
  }
}
