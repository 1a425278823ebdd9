package dev.ragged.cli.command;

import dev.ragged.app.ListCollections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ragged stats}. */
@Command(
    name = "stats",
    description = "Show how much space collections take on disk.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged stats", "  ragged stats --collection other"})
final class StatsCommand extends Subcommand {
  @Mixin CollectionsOption collection;

  @Override
  public Integer call() {
    ListCollections list = new ListCollections(stores());
    return ListCommand.tell(
        this,
        collection.only == null
            ? list.all(true, this::unreadable)
            : List.of(list.one(collection.only)),
        true);
  }
}
