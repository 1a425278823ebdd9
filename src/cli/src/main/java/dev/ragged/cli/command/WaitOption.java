package dev.ragged.cli.command;

import dev.ragged.app.StoreRouter;
import dev.ragged.app.sources.Patience;
import picocli.CommandLine.Option;

/** {@code --wait} for commands that write to collections. */
final class WaitOption {
  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "" + Patience.DEFAULT_SECONDS,
      description =
          "How long to wait for another command that writes to the same collection (default:"
              + " ${DEFAULT-VALUE}).")
  double seconds;

  /** The stores of a command, which wait so long and say so. */
  StoreRouter stores(Subcommand command) {
    Patience patience = command.checked(() -> new Patience(seconds, command::note));
    StoreRouter stores = command.stores();
    stores.waitFor(patience);
    return stores;
  }
}
