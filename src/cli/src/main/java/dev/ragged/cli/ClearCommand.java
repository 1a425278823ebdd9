package dev.ragged.cli;

import dev.ragged.CollectionInfo;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged clear}. */
@Command(name = "clear", description = "Remove a whole collection.")
final class ClearCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() throws IOException {
    if (!yes && !ragged.terminal.inIsTerminal()) {
      throw usage("Nobody is there to confirm; remove the collection with --yes");
    }
    try (VectorStore store = ragged.stores().open()) {
      CollectionInfo info =
          store.collections().stream()
              .filter(c -> c.name().equals(collection.name))
              .findFirst()
              .orElseThrow(() -> new NoSuchCollectionException(collection.name));
      if (!yes && !confirmed(info)) {
        note("Nothing was removed.");
        return Main.FAILED;
      }
      if (!store.drop(info.name())) {
        throw new NoSuchCollectionException(info.name());
      }
      if (ragged.json) {
        json(Json.object("cleared", info.name(), "records", info.records()));
      } else {
        line("Removed '" + info.name() + "' with " + Text.count(info.records(), "passage") + ".");
      }
    }
    return Main.DONE;
  }

  private boolean confirmed(CollectionInfo info) throws IOException {
    ragged
        .terminal
        .err()
        .print(
            "Remove collection '"
                + info.name()
                + "' with "
                + Text.count(info.records(), "passage")
                + "? [y/N] ");
    ragged.terminal.err().flush();
    StringBuilder answer = new StringBuilder();
    InputStream in = ragged.terminal.in();
    for (int c = in.read(); c >= 0 && c != '\n' && answer.length() < 10; c = in.read()) {
      answer.append((char) c);
    }
    String word = answer.toString().strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
