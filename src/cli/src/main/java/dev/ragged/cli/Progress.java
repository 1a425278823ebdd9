package dev.ragged.cli;

import dev.ragged.ingest.IngestListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How far adding has come: a line that redraws itself on a terminal, a line now and then elsewhere.
 */
final class Progress implements IngestListener, AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PLAIN_LINE_NANOS = 15_000_000_000L;
  private static final int BAR = 20;

  /** Bytes of text a passage until the first files are written: 256 tokens of English prose. */
  private static final double GUESSED_BYTES_A_PASSAGE = 900;

  /** Before this, start-up makes every rate wrong. */
  private static final double SECONDS_UNTIL_ESTIMATE = 3;

  private final PrintStream err;
  private final boolean redraw;
  private final boolean silent;
  private final long start = System.nanoTime();
  private long last = start;
  private int files;
  private long bytes;
  private int filesDone;
  private long bytesDone;
  private long bytesWritten;
  private long passagesWritten;
  private long embedded;
  private boolean drawn;

  Progress(Terminal terminal, boolean quiet) {
    this.err = terminal.err();
    this.redraw = terminal.errIsTerminal();
    this.silent = quiet;
  }

  @Override
  public synchronized void found(int files, long bytes) {
    this.files = files;
    this.bytes = bytes;
    show();
  }

  @Override
  public synchronized void done(Path file, long bytes, int passages) {
    filesDone++;
    bytesDone += bytes;
    if (passages > 0) {
      bytesWritten += bytes;
      passagesWritten += passages;
    }
    show();
  }

  /** Passages embedded since the last call. */
  synchronized void embedded(int passages) {
    embedded += passages;
    show();
  }

  @Override
  public synchronized void close() {
    if (drawn && redraw) {
      err.print("\r\u001b[K");
      err.flush();
    }
    drawn = false;
  }

  private void show() {
    long now = System.nanoTime();
    if (silent || now - last < (redraw ? REDRAW_NANOS : PLAIN_LINE_NANOS)) {
      return;
    }
    last = now;
    drawn = true;
    String line = line((now - start) / 1e9);
    if (redraw) {
      err.print("\r" + bar() + " " + line + "\u001b[K");
      err.flush();
    } else {
      err.println(line);
    }
  }

  private String line(double seconds) {
    StringBuilder line = new StringBuilder();
    line.append(Text.number(filesDone)).append('/').append(Text.count(files, "file"));
    line.append(", ").append(Text.count(embedded, "passage"));
    if (embedded > 0) {
      line.append(String.format(Locale.ROOT, ", %.0f/s", embedded / seconds));
    }
    if (embedded > 0 && bytesNow() < bytes && seconds > SECONDS_UNTIL_ESTIMATE) {
      double passagesLeft = (bytes - bytesNow()) / bytesAPassage();
      line.append(", ")
          .append(Text.duration(Math.max(1, passagesLeft * seconds / embedded)))
          .append(" left");
    }
    return line.toString();
  }

  private double bytesAPassage() {
    return passagesWritten == 0 ? GUESSED_BYTES_A_PASSAGE : (double) bytesWritten / passagesWritten;
  }

  /** Files are done a batch at a time; in between, what was embedded tells how far it is. */
  private double bytesNow() {
    double pending = Math.max(0, embedded - passagesWritten) * bytesAPassage();
    return Math.min(bytes, bytesDone + pending);
  }

  private String bar() {
    int full = bytes == 0 ? 0 : (int) (BAR * bytesNow() / bytes);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }
}
