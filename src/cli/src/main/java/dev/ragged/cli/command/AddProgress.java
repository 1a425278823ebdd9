package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** How far adding has come. */
class AddProgress implements AddFiles.Listener, AutoCloseable {
  /** Bytes of text a passage until the first files are written: 256 tokens of English prose. */
  private static final double GUESSED_BYTES_PER_PASSAGE = 900;

  private final ProgressLine line;
  private long start = System.nanoTime();
  private int files;
  private long bytes;
  private int filesDone;
  private long bytesDone;
  private long bytesWritten;
  private long passagesWritten;
  private long embedded;

  private volatile Supplier<AddFiles.Report> soFar;

  AddProgress(Terminal terminal, boolean quiet) {
    this.line = new ProgressLine(terminal, quiet);
  }

  @Override
  public synchronized void started(Supplier<AddFiles.Report> soFar) {
    this.soFar = soFar;
    start = System.nanoTime();
    files = 0;
    bytes = 0;
    filesDone = 0;
    bytesDone = 0;
    bytesWritten = 0;
    passagesWritten = 0;
    embedded = 0;
  }

  /** What has been stored by now. */
  AddFiles.Report soFar() {
    return soFar.get();
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

  @Override
  public synchronized void embedded(int passages) {
    embedded += passages;
    show();
  }

  @Override
  public synchronized void close() {
    line.close();
  }

  private void show() {
    line.show(() -> bytes == 0 ? 0 : bytesNow() / bytes, this::text);
  }

  private String text() {
    double seconds = (System.nanoTime() - start) / 1e9;
    StringBuilder text = new StringBuilder();
    text.append(Display.number(filesDone)).append('/').append(Display.count(files, "file"));
    text.append(", ").append(Display.count(embedded, "passage"));
    if (embedded > 0) {
      double passagesLeft = (bytes - bytesNow()) / bytesPerPassage();
      text.append(String.format(Locale.ROOT, ", %.0f/s", embedded / seconds));
      text.append(ProgressLine.left(seconds, passagesLeft * seconds / embedded));
    }
    return text.toString();
  }

  private double bytesPerPassage() {
    return passagesWritten == 0
        ? GUESSED_BYTES_PER_PASSAGE
        : (double) bytesWritten / passagesWritten;
  }

  /** Files are done a batch at a time; in between, what was embedded tells how far it is. */
  private double bytesNow() {
    double pending = Math.max(0, embedded - passagesWritten) * bytesPerPassage();
    return Math.min(bytes, bytesDone + pending);
  }
}
