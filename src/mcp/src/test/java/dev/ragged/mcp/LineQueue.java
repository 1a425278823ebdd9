package dev.ragged.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines that many threads write and one reads. */
final class LineQueue extends OutputStream {
  private static final int PATIENCE_SECONDS = 120;

  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      lines.add(Optional.of(line.toString(StandardCharsets.UTF_8)));
      line.reset();
    } else {
      line.write(b);
    }
  }

  /** The next line, or null after the last. */
  String next() throws IOException {
    try {
      Optional<String> next = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new IOException("Nothing was written for " + PATIENCE_SECONDS + " seconds.");
      }
      return next.orElse(null);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    lines.add(Optional.empty());
  }
}
