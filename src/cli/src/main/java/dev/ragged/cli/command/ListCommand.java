package dev.ragged.cli.command;

import dev.ragged.app.CollectionSize;
import dev.ragged.app.ListCollections;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code ragged list}. */
@Command(
    name = "list",
    description = "List the collections.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged list"})
final class ListCommand extends Subcommand {
  @Override
  public Integer call() {
    ListCollections lister = new ListCollections(stores());
    int status = tell(this, lister.all(false, this::unreadable), false);
    lister.strays().forEach(this::warn);
    return status;
  }

  /** Prints collections, with the tables of their bytes or without; gives the exit status. */
  static int tell(Subcommand command, List<CollectionSize> sizes, boolean tables) {
    if (command.isJson()) {
      command.json(ListCollections.json(sizes));
    } else if (sizes.isEmpty() && command.status() == DONE) {
      command.note(
          "There are no collections in "
              + command.stores().dataDir()
              + "; 'ragged add PATH' creates one.");
    } else {
      for (CollectionSize size : sizes) {
        SizeLines lines = new SizeLines(size);
        command.line(lines.summary());
        if (tables) {
          lines.table().forEach(command::line);
        }
      }
    }
    return command.status();
  }
}
