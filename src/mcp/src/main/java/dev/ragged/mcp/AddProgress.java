package dev.ragged.mcp;

import dev.ragged.app.AddFiles;
import dev.ragged.ingest.IngestListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells how many bytes of files are done, at most twice a second. */
final class AddProgress implements AddFiles.Listener {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ToolCall.Progress progress;
  private long bytes;
  private int files;
  private long bytesDone;
  private int filesDone;
  private long writing;
  private double told = -1;
  private long toldAt;

  AddProgress(ToolCall.Progress progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void found(int files, long bytes) {
    this.files = files;
    this.bytes = bytes;
    tell(0);
  }

  @Override
  public synchronized void writing(List<IngestListener.Part> parts) {
    writing = parts.stream().mapToLong(IngestListener.Part::bytes).sum();
  }

  @Override
  public synchronized void embedded(int passages, int done, int all) {
    tell(bytesDone + (double) writing * done / all);
  }

  @Override
  public synchronized void done(Path file, long bytes, int passages) {
    filesDone++;
    bytesDone += bytes;
    writing = Math.max(0, writing - bytes);
    tell(bytesDone);
  }

  /** Progress must grow from one notification to the next. */
  private void tell(double done) {
    boolean last = filesDone == files && files > 0;
    if (done > told && (told < 0 || last || System.nanoTime() - toldAt >= PAUSE_NANOS)) {
      told = done;
      toldAt = System.nanoTime();
      progress.tell(done, Math.max(done, bytes), filesDone + " of " + files + " files");
    }
  }
}
