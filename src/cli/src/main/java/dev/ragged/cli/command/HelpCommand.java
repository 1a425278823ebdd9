package dev.ragged.cli.command;

import dev.ragged.app.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged help}: picocli's own does not get along with options that all commands share. */
@Command(
    name = "help",
    description = "Show the help of ragged or of one command.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged help search", "  ragged help --man search"})
final class HelpCommand extends Subcommand {
  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command.")
  String command;

  @Option(
      names = "--man",
      description = "Print a page for the manual instead: ragged help --man search | man -l -")
  boolean man;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    CommandLine shown = command == null ? root : root.getSubcommands().get(command);
    if (shown == null) {
      throw usage(
          "There is no command '"
              + command
              + "'"
              + Nearest.of(command, root.getSubcommands().keySet())
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(""));
    }
    session
        .terminal
        .out()
        .print(man ? ManPage.of(shown) : shown.getUsageMessage(root.getColorScheme()));
    return DONE;
  }
}
