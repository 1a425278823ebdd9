package dev.ragged.cli;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
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
    String name = collection.name;
    try (VectorStore store = ragged.stores().open(name, null)) {
      if (!store.names().contains(name)) {
        throw new NoSuchCollectionException(name);
      }
      Long passages = passages(store, name);
      String what =
          "'"
              + name
              + "'"
              + (passages == null ? "" : " with " + Text.count(passages, "passage"))
              + " from "
              + store.backend();
      if (!yes && !confirmed(what)) {
        note("Nothing was removed.");
        return Main.FAILED;
      }
      if (!store.drop(name)) {
        throw new NoSuchCollectionException(name);
      }
      if (ragged.json) {
        json(Json.object("cleared", name, "backend", store.backend(), "records", passages));
      } else {
        line("Removed " + what + ".");
      }
    }
    return Main.DONE;
  }

  /** Null for a collection that is too damaged to say; that is no reason to keep it. */
  private static Long passages(VectorStore store, String name) {
    try (VectorCollection open = store.open(name)) {
      return open.info().passages();
    } catch (RaggedException e) {
      return null;
    }
  }

  private boolean confirmed(String what) throws IOException {
    ragged.terminal.err().print("Remove collection " + what + "? [y/N] ");
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
