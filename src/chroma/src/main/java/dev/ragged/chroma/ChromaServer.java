package dev.ragged.chroma;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Chroma server of our own: started on a free loopback port over a data folder, stopped when
 * closed, and gone too when this process is killed.
 */
public final class ChromaServer implements AutoCloseable {
  private ChromaServer() {}

  /**
   * Finds Chroma's command line: {@code chroma} on the path, else a {@code python3} that has the
   * package.
   *
   * @param env the environment to look in
   * @return the words that start it, to be followed by {@code run}
   */
  public static Optional<List<String>> findCommand(Map<String, String> env) {
    throw new IllegalStateException("being written");
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param folder where the server keeps its data; made if absent
   * @param command the words that start Chroma's command line
   * @param timeout how long to wait for another process that uses the folder, and for the answer
   * @throws dev.ragged.RaggedException if it does not start; says what the server said
   */
  public static ChromaServer start(Path folder, List<String> command, Duration timeout) {
    throw new IllegalStateException("being written");
  }

  /** Where it listens. */
  public URI url() {
    throw new IllegalStateException("being written");
  }

  /** Stops the server and waits for its end; may be called again. */
  @Override
  public void close() {}
}
