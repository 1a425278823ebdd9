package dev.ragged.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code ragged list}. */
@Command(name = "list", description = "List the collections.")
final class ListCommand extends Subcommand {
  @Override
  public Integer call() {
    List<CollectionSize> sizes = CollectionSize.all(ragged.stores(), false, this::unreadable);
    if (ragged.json) {
      json(CollectionSize.json(sizes));
      return status();
    }
    if (sizes.isEmpty() && status() == Main.DONE) {
      note("There are no collections in " + ragged.dataDir() + "; 'ragged add PATH' makes one.");
    }
    for (CollectionSize size : sizes) {
      line(size.summary());
    }
    return status();
  }
}
