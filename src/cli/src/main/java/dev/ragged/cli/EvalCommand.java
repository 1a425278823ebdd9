package dev.ragged.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ragged eval}: what the project promises, measured here. */
@Command(
    name = "eval",
    description = "Measure recall, bytes and times: of one backend, or beside others.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {EvalRunCommand.class, EvalCompareCommand.class})
final class EvalCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: 'run' or 'compare' is missing");
  }
}
