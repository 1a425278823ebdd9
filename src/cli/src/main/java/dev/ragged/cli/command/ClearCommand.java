package dev.ragged.cli.command;

import dev.ragged.app.ClearCollection;
import dev.ragged.cli.terminal.Display;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged clear}. */
@Command(
    name = "clear",
    description = "Remove a whole collection.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged clear --collection other --yes"})
final class ClearCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Mixin WaitOption wait;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  boolean yes;

  @Override
  public Integer call() {
    if (!yes && !session.terminal.inIsTerminal()) {
      throw usage(
          "Cannot ask for confirmation without a terminal; remove the collection with --yes");
    }
    ClearCollection.Report cleared =
        new ClearCollection(wait.stores(this))
            .run(
                collection.name,
                report -> yes || confirmed("Remove collection " + what(report) + "?"));
    if (cleared == null) {
      note("Nothing was removed.");
      return FAILED;
    }
    if (isJson()) {
      json(cleared.json());
    } else {
      line("Removed " + what(cleared) + ".");
    }
    return DONE;
  }

  private static String what(ClearCollection.Report report) {
    return "'"
        + report.collection()
        + "'"
        + (report.passages() == null ? "" : " with " + Display.count(report.passages(), "passage"))
        + " from "
        + report.backend();
  }
}
