package dev.ragged.cli.command;

import dev.ragged.VectorStore;
import dev.ragged.app.StoreRouter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    Set<String> found = new TreeSet<>();
    if (all) {
      stores.forEachStore((VectorStore store) -> found.addAll(store.names()), command::unreadable);
    }
    return List.copyOf(all ? found : new LinkedHashSet<>(names));
  }
}
