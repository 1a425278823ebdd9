package dev.ragged.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A real embedding server on loopback: llama.cpp's own with a small language model, whose vectors
 * are of little use but whose protocol is OpenAI's.
 */
public final class EmbeddingServer implements AutoCloseable {
  private static final int SECONDS_TO_START = 60;

  private final Process process;
  private final String url;

  private EmbeddingServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static EmbeddingServer start() {
    String program =
        PythonPrograms.program("embedding-server", "embedding-server", "embedding-server")
            .toString();
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Process process =
          new ProcessBuilder(program, Integer.toString(port))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      EmbeddingServer server = new EmbeddingServer(process, "http://127.0.0.1:" + port);
      for (int i = 0; i < SECONDS_TO_START * 10 && process.isAlive(); i++) {
        if (server.answers()) {
          return server;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      server.close();
      throw new IllegalStateException("The embedding server does not answer; run " + program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url + "/health").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its address, without the path of a protocol. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
