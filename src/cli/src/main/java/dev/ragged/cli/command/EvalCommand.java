package dev.ragged.cli.command;

import picocli.CommandLine.Command;

/** {@code ragged eval}: what the project promises, measured here. */
@Command(
    name = "eval",
    description = "Measure recall, bytes and times: of one backend, or beside others.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {EvalRunCommand.class, EvalLabelsCommand.class, EvalCompareCommand.class})
final class EvalCommand extends CommandGroup {}
