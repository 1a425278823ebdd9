package dev.ragged.cli.command;

import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.eval.Progress;

/** How far a measurement has come. */
final class EvalProgress implements Progress, AutoCloseable {
  private final ProgressLine line;

  EvalProgress(Terminal terminal, boolean quiet) {
    this.line = new ProgressLine(terminal, quiet);
  }

  @Override
  public void at(String what, long done, long total) {
    line.show(
        () -> total == 0 ? 0 : (double) done / total,
        () -> total == 0 ? what : what + " " + Display.number(done) + "/" + Display.number(total));
  }

  @Override
  public void close() {
    line.close();
  }
}
