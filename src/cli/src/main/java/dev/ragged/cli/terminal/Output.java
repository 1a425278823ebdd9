package dev.ragged.cli.terminal;

import dev.ragged.RaggedException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Lines of UTF-8 to a stream, whatever the locale, with every write error noticed. */
public final class Output {

  /** The reader of a pipe went away, as {@code head} does: a reason to stop, not a failure. */
  public static final class ReaderGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderGoneException(IOException cause) {
      super(cause);
    }
  }

  private final OutputStream stream;
  private final BooleanSupplier hasReader;

  /**
   * @param hasReader whether the stream leads to another program, which may have read enough;
   *     elsewhere a failed write loses data. Asked only then, because the system's error message is
   *     in the user's language and cannot be read
   */
  public Output(OutputStream stream, BooleanSupplier hasReader) {
    this.stream = new BufferedOutputStream(stream, 1 << 16);
    this.hasReader = hasReader;
  }

  /** The bytes, for an answer that is not lines of text; its errors are the caller's. */
  public OutputStream bytes() {
    return stream;
  }

  /** Writes without a line end. */
  public void print(String text) {
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes a line. */
  public void line(String text) {
    print(text + "\n");
  }

  /** Hands everything to the system. */
  public void flush() {
    try {
      stream.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(IOException e) {
    return hasReader.getAsBoolean()
        ? new ReaderGoneException(e)
        : new RaggedException("Cannot write the output: " + e.getMessage() + ".", e);
  }
}
