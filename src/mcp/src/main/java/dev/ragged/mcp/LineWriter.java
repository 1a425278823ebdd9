package dev.ragged.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes messages, one a line. For any thread. */
final class LineWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  private final OutputStream out;

  LineWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes a message at once, unless the client is gone. */
  synchronized void write(String message) {
    try {
      out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      LOG.debug("The client is gone.", e); // the end of its input follows
    }
  }
}
