package dev.ragged.cli.command;

import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.embed.HubOptions;

/** How far a model has come that is fetched: once, so it is said even where no line is drawn. */
final class FetchProgress implements HubOptions.Listener {
  private final Terminal terminal;
  private final boolean quiet;
  private ProgressLine line;
  private String fetched;

  FetchProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public synchronized void fetching(String model, String file, long done, long size) {
    if (!model.equals(fetched) && !quiet) {
      terminal.out().flush();
      terminal.remark("Fetching the model " + model + "; this is done once.");
    }
    fetched = model;
    if (line == null) {
      line = new ProgressLine(terminal, quiet);
    }
    line.show(
        () -> (double) done / Math.max(1, size),
        () -> Display.bytes(done) + " of " + Display.bytes(size) + "  " + file);
    if (done >= size) {
      line.close();
      line = null;
    }
  }
}
