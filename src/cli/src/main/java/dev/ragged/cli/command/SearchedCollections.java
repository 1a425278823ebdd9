package dev.ragged.cli.command;

import dev.ragged.app.ListCollections;
import dev.ragged.app.StoreRouter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --collection} for commands that may work on several together. */
final class SearchedCollections {
  @FromSettings
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "The collection; may be repeated (default: ${DEFAULT-VALUE}).")
  List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "All collections.")
  boolean all;

  /** Their names, each once. */
  List<String> names(StoreRouter stores, Subcommand command) {
    return all
        ? new ListCollections(stores).names(command::unreadable)
        : List.copyOf(new LinkedHashSet<>(names));
  }
}
