package dev.ragged.cli.terminal;

import java.io.PrintStream;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * One line on standard error that tells how far long work has come: with a bar and redrawn on a
 * terminal, where it never takes a second line, printed now and then elsewhere. Its callers hold
 * whatever lock they need.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PLAIN_LINE_NANOS = 15_000_000_000L;
  private static final int BAR = 20;
  private static final int NARROW = 80;

  /** The terminal may be narrower by now: what does not fit is cut there, too. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_REST = "\u001b[K";

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
    show(share, room -> text.get());
  }

  /** The same with the share that a number of so many is. */
  public void show(long done, long all, Supplier<String> text) {
    show(() -> all == 0 ? 1 : (double) done / all, text);
  }

  /** Shows how many passages of a collection have come through what is being done. */
  public void passages(String doing, String collection, long done, long all) {
    show(
        done,
        all,
        () ->
            doing
                + " '"
                + collection
                + "': "
                + Display.number(done)
                + "/"
                + Display.count(all, "passage"));
  }

  /**
   * The same with a text that depends on the cells that there are for it; it is cut if it does not
   * fit.
   */
  public void show(DoubleSupplier share, IntFunction<String> text) {
    long now = System.nanoTime();
    if (silent || now - last < (redraw ? REDRAW_NANOS : PLAIN_LINE_NANOS)) {
      return;
    }
    last = now;
    drawn = true;
    if (redraw) {
      String bar = bar(share.getAsDouble(), width < NARROW ? BAR / 2 : BAR) + " ";
      int room = width - 1 - bar.length();
      String fitting = Cells.cutEnd(line(text.apply(room)), room);
      err.print("\r" + NO_WRAP + bar + fitting + CLEAR_REST + WRAP);
      err.flush();
    } else {
      err.println(line(text.apply(Integer.MAX_VALUE)));
    }
  }

  /** Names of files may have anything in them. */
  private static String line(String text) {
    return Display.printable(text).replaceAll("[\\n\\t]", " ");
  }

  private static String bar(double share, int cells) {
    int full = (int) (cells * Math.max(0, Math.min(1, share)));
    return "[" + "#".repeat(full) + ".".repeat(cells - full) + "]";
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
      err.print("\r" + CLEAR_REST);
      err.flush();
    }
    drawn = false;
  }
}
