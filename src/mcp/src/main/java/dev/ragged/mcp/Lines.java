package dev.ragged.mcp;

import dev.ragged.mcp.JsonRpc.RefusedException;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of limited length; one that is longer is passed over, and those after it are read. */
final class Lines {
  private final InputStream in;
  private final int most;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  /**
   * @param most the most bytes of a line
   */
  Lines(InputStream in, int most) {
    this.in = new BufferedInputStream(in);
    this.most = most;
  }

  /** Goes to the next line, which may be the rest after the last line end. */
  boolean next() throws IOException {
    line.reset();
    tooLong = false;
    int read = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      read++;
      if (c == '\n') {
        return true;
      }
      if (line.size() < most) {
        line.write(c);
      } else {
        tooLong = true;
      }
    }
    return read > 0;
  }

  /**
   * The line, without its end.
   *
   * @throws RefusedException if it is too long
   */
  String text() throws RefusedException {
    if (tooLong) {
      throw new RefusedException(
          null,
          McpSchema.ErrorCodes.INVALID_REQUEST,
          "A message may have at most " + most + " bytes.");
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
