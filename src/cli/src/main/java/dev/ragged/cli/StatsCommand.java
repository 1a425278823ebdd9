package dev.ragged.cli;

import dev.ragged.VectorStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ragged stats}. */
@Command(name = "stats", description = "Show what collections take on disk.")
final class StatsCommand extends Subcommand {
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection (default: all).")
  String collection;

  @Override
  public Integer call() {
    List<CollectionSize> sizes =
        collection == null
            ? CollectionSize.all(ragged.stores(), true, this::unreadable)
            : List.of(one());
    if (ragged.json) {
      json(CollectionSize.json(sizes));
      return status();
    }
    if (sizes.isEmpty() && status() == Main.DONE) {
      note("There are no collections in " + ragged.dataDir() + "; 'ragged add PATH' makes one.");
    }
    for (CollectionSize size : sizes) {
      line(size.summary());
      size.table().forEach(this::line);
    }
    return status();
  }

  private CollectionSize one() {
    try (VectorStore store = ragged.stores().open(collection, null)) {
      return CollectionSize.of(store, collection, true, ragged.stores().chooseFound(collection));
    }
  }
}
