package dev.ragged.cli;

import picocli.CommandLine.Command;

/** {@code ragged list}. */
@Command(name = "list", description = "List the collections.")
final class ListCommand extends Subcommand {
  @Override
  public Integer call() {
    return CollectionSize.tell(
        this, CollectionSize.all(ragged.stores(), false, this::unreadable), false);
  }
}
