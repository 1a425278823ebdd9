package dev.ragged.cli.command;

import dev.ragged.spi.IndexFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands for indexes of other programs; a group for each format, named as the format is. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class IndexCommands extends CommandGroup {
  private IndexCommands() {}

  /** The group for a format. */
  static CommandLine of(IndexFormat format) {
    CommandLine group = new CommandLine(new IndexCommands());
    group
        .getCommandSpec()
        .usageMessage()
        .description("Search, import and export indexes of " + format.title() + ".");
    group
        .addSubcommand("search", new IndexSearchCommand(format))
        .addSubcommand("import", new IndexImportCommand(format))
        .addSubcommand("export", new IndexExportCommand(format));
    group
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().usageMessage().footer(format.naming()));
    return group;
  }
}
