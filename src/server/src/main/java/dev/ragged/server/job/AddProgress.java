package dev.ragged.server.job;

import dev.ragged.app.UpdateSources;
import dev.ragged.app.json.Json;
import java.nio.file.Path;

/** Tells a job how far files have been added. */
public final class AddProgress implements UpdateSources.Listener {
  private final Job job;
  private int files;
  private long bytes;
  private int filesDone;
  private long bytesDone;
  private long passages;
  private long embedded;
  private String reading;

  public AddProgress(Job job) {
    this.job = job;
  }

  @Override
  public synchronized void found(int files, long bytes) {
    this.files += files;
    this.bytes += bytes;
    tell();
  }

  @Override
  public synchronized void reading(Path file) {
    reading = file.toString();
    tell();
  }

  @Override
  public synchronized void embedded(int passages, int done, int all) {
    embedded += passages;
    tell();
  }

  @Override
  public synchronized void done(Path file, long bytes, int passages) {
    filesDone++;
    bytesDone += bytes;
    this.passages += passages;
    tell();
  }

  private void tell() {
    job.progress(
        Json.object(
            "files",
            files,
            "files_done",
            filesDone,
            "bytes",
            bytes,
            "bytes_done",
            bytesDone,
            "passages",
            passages,
            "embedded",
            embedded,
            "reading",
            reading));
  }
}
