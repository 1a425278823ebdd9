package dev.ragged.cli;

import dev.ragged.VectorStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ragged stats}. */
@Command(name = "stats", description = "Show what collections take on disk.")
final class StatsCommand extends Subcommand {
  @Mixin CollectionsOption collection;

  @Override
  public Integer call() {
    List<CollectionSize> sizes =
        collection.only == null
            ? CollectionSize.all(ragged.stores(), true, this::unreadable)
            : List.of(one());
    return CollectionSize.tell(this, sizes, true);
  }

  private CollectionSize one() {
    try (VectorStore store = ragged.stores().open(collection.only, null)) {
      return CollectionSize.of(
          store, collection.only, true, ragged.stores().chooseFound(collection.only));
    }
  }
}
