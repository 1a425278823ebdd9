package dev.ragged.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A real chat server on loopback: llama.cpp's own, with a model so small that nothing can be
 * expected of its words.
 */
public final class ChatServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private ChatServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static ChatServer start() {
    String python = PythonPrograms.program("chat", "chat", "python").toString();
    String script = PythonPrograms.script("chat-server.py").toString();
    try {
      Process process =
          new ProcessBuilder(python, script).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.matches("port \\d+")) {
          return new ChatServer(process, Integer.parseInt(line.substring(5)));
        }
      }
      process.destroyForcibly();
      throw new IllegalStateException("The chat server ended before it listened.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address, without the path of a protocol. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends it without a word to whoever is being answered. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
