package dev.ragged.cli.terminal;

import java.io.PrintStream;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One line on standard error that tells how far long work has come: with a bar and redrawn on a
 * terminal, printed now and then elsewhere. Its callers hold whatever lock they need.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PLAIN_LINE_NANOS = 15_000_000_000L;
  private static final int BAR = 20;

  /** Before this, start-up makes every rate wrong. */
  private static final double SECONDS_UNTIL_ESTIMATE = 3;

  private final PrintStream err;
  private final boolean redraw;
  private final int width;
  private final boolean silent;
  private long last = System.nanoTime();
  private boolean drawn;

  public ProgressLine(Terminal terminal, boolean quiet) {
    this.err = terminal.err();
    this.redraw = terminal.errIsTerminal();
    this.width = terminal.width();
    this.silent = quiet;
  }

  /**
   * Shows the line unless it was shown a moment ago, and computes share and text only then.
   *
   * @param share what is done, 0 to 1
   */
  public void show(DoubleSupplier share, Supplier<String> text) {
    long now = System.nanoTime();
    if (silent || now - last < (redraw ? REDRAW_NANOS : PLAIN_LINE_NANOS)) {
      return;
    }
    last = now;
    drawn = true;
    if (redraw) {
      // A line that is broken cannot be drawn over; the last cell may break it, too.
      String line = bar(share.getAsDouble()) + " " + text.get();
      err.print("\r" + Cells.cutEnd(line, width - 1) + "\u001b[K");
      err.flush();
    } else {
      err.println(text.get());
    }
  }

  private static String bar(double share) {
    int full = (int) (BAR * Math.max(0, Math.min(1, share)));
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }

  /** What to append for the time that is left; empty while it cannot be told. */
  public static String left(double secondsSpent, double secondsLeft) {
    return secondsSpent > SECONDS_UNTIL_ESTIMATE && secondsLeft > 0
        ? ", " + Display.duration(Math.max(1, secondsLeft)) + " left"
        : "";
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (drawn && redraw) {
      err.print("\r\u001b[K");
      err.flush();
    }
    drawn = false;
  }
}
