package dev.ragged.cli.command;

import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.migrate.Phase;
import java.util.Locale;

/** How far a migration has come, phase by phase. */
final class MigrateProgress implements AutoCloseable {
  private final ProgressLine line;
  private String collection = "";
  private Phase phase;
  private long phaseStart;

  MigrateProgress(Terminal terminal, boolean quiet) {
    this.line = new ProgressLine(terminal, quiet);
  }

  /** From now on it is about this one. */
  void collection(String name) {
    collection = name;
    phase = null;
  }

  /** So much of a phase is done. */
  void progress(Phase now, long done, long total) {
    if (now != phase) {
      phase = now;
      phaseStart = System.nanoTime();
    }
    line.show(() -> total == 0 ? 0 : (double) done / total, () -> text(done, total));
  }

  private String text(long done, long total) {
    double seconds = (System.nanoTime() - phaseStart) / 1e9;
    String what =
        switch (phase) {
          case CHECKING -> "reading";
          case COPYING -> "copying";
          case VERIFYING -> "comparing";
          case ASKING -> "asking";
        };
    return what
        + " '"
        + collection
        + "': "
        + Display.number(done)
        + '/'
        + Display.count(total, phase == Phase.ASKING ? "question" : "passage")
        + (done > 0 ? String.format(Locale.ROOT, ", %.0f/s", done / seconds) : "")
        + (done > 0 ? ProgressLine.left(seconds, (total - done) * seconds / done) : "");
  }

  @Override
  public void close() {
    line.close();
  }
}
