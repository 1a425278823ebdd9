package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Cells;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.cli.terminal.TimeLeft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * How far adding has come, by bytes of files: those that are done, and the share of those being
 * embedded that the model has done. Files without new text leave the count, as they take no time.
 */
class AddProgress implements AddFiles.Listener, AutoCloseable {
  /** What a name needs to be worth its place. */
  private static final int MIN_NAME = 8;

  private static final int USUAL_NAME = 24;

  /** Between two looks at the clock while nothing is heard, as when a long file is read. */
  private static final int TICK_MILLIS = 1_000;

  private final ProgressLine line;
  private final DoubleSupplier clock;
  private int files;
  private int filesDone;
  private long bytes;

  /** Of files that are done, and of parts of one that is written in several. */
  private long bytesDone;

  private long bytesOfParts;
  private final List<Part> writing = new ArrayList<>();
  private double share;
  private long embedded;
  private Path reading;
  private TimeLeft left = new TimeLeft();
  private boolean stopped;

  /** Draws while nothing is heard; null if nothing is to be drawn. */
  private Thread ticker;

  private volatile Supplier<AddFiles.Report> soFar;

  AddProgress(Terminal terminal, boolean quiet) {
    this(terminal, quiet, () -> System.nanoTime() / 1e9);
  }

  /**
   * @param clock seconds
   */
  AddProgress(Terminal terminal, boolean quiet, DoubleSupplier clock) {
    this.line = new ProgressLine(terminal, quiet);
    this.clock = clock;
  }

  @Override
  public synchronized void started(Supplier<AddFiles.Report> soFar) {
    this.soFar = soFar;
    files = 0;
    filesDone = 0;
    bytes = 0;
    bytesDone = 0;
    bytesOfParts = 0;
    writing.clear();
    share = 0;
    embedded = 0;
    reading = null;
    left = new TimeLeft();
  }

  /** What has been stored by now. */
  AddFiles.Report soFar() {
    return soFar.get();
  }

  @Override
  public synchronized void found(int files, long bytes) {
    this.files = files;
    this.bytes = bytes;
    if (ticker == null) {
      ticker = new Thread(this::tick, "ragged-progress");
      ticker.setDaemon(true);
      ticker.start();
    }
    show();
  }

  @Override
  public synchronized void reading(Path file) {
    reading = file;
    show();
  }

  @Override
  public synchronized void writing(List<Part> parts) {
    bytesOfParts += writing.stream().mapToLong(Part::bytes).sum();
    writing.clear();
    writing.addAll(parts);
    share = 0;
    show();
  }

  @Override
  public synchronized void embedded(int passages, int done, int all) {
    embedded += passages;
    share = (double) done / all;
    show();
  }

  @Override
  public synchronized void done(Path file, long bytes, int passages) {
    filesDone++;
    if (!writing.isEmpty() && writing.get(0).file().equals(file)) {
      writing.remove(0);
      bytesOfParts = 0;
    }
    if (passages > 0) {
      bytesDone += bytes;
    } else {
      this.bytes -= bytes;
    }
    show();
  }

  /** Shows nothing any more. */
  synchronized void stop() {
    stopped = true;
    close();
  }

  @Override
  public synchronized void close() {
    ticker = null;
    notifyAll();
    line.close();
  }

  private synchronized void tick() {
    try {
      while (ticker == Thread.currentThread()) {
        wait(TICK_MILLIS);
        if (ticker == Thread.currentThread()) {
          show();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show() {
    double now = bytesNow();
    if (embedded > 0) {
      left.measure(clock.getAsDouble(), now, bytes - now);
    }
    if (!stopped) {
      line.show(() -> bytes <= 0 ? 0 : now / bytes, this::text);
    }
  }

  private double bytesNow() {
    long pending = writing.stream().mapToLong(Part::bytes).sum();
    return bytesDone + bytesOfParts + share * pending;
  }

  /** What fits: files, time and the file at hand before passages and bytes. */
  String text(int room) {
    String text = Display.number(filesDone + embeddedWhole()) + "/" + Display.count(files, "file");
    String time =
        left.seconds().isPresent() && bytes > 0
            ? ", " + TimeLeft.text(left.seconds().getAsDouble()) + " left"
            : "";
    String name = name();
    int cells = Cells.width(name);
    int wanted = cells == 0 ? 0 : 2 + Math.min(cells, USUAL_NAME);
    int free = room - text.length() - time.length() - wanted;
    String counts = ", " + Display.count(embedded, "passage");
    if (counts.length() <= free) {
      text += counts;
      free -= counts.length();
    }
    String sizes = ", " + Display.bytes((long) bytesNow()) + " of " + Display.bytes(bytes);
    if (sizes.length() <= free) {
      text += sizes;
    }
    text += time;
    int rest = room - text.length() - 2;
    return cells == 0 || rest < MIN_NAME ? text : text + "  " + Cells.cutStart(name, rest);
  }

  /** The file that the model is at, or what is read while the model waits. */
  private String name() {
    Path at =
        writing.isEmpty()
            ? reading
            : writing.get(Math.min(writing.size() - 1, embeddedWhole())).file();
    return at == null || at.getFileName() == null
        ? ""
        : Display.printable(at.getFileName().toString());
  }

  /** How many of the files being written the model is through with. */
  private int embeddedWhole() {
    long all = writing.stream().mapToLong(Part::passages).sum();
    long before = 0;
    int whole = 0;
    for (Part part : writing) {
      before += part.passages();
      if (share * all < before) {
        break;
      }
      whole++;
    }
    return whole;
  }
}
