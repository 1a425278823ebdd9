package dev.ragged.cli.command;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands below it. */
abstract class CommandGroup implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command; use "
            + spec.subcommands().keySet().stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(" or ")));
  }
}
