package dev.ragged.testkit;

import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * A real embedding server for tests: llama.cpp's own with a small language model, whose vectors are
 * of little use but whose protocol is OpenAI's.
 */
public final class EmbeddingServerInstallation {
  private EmbeddingServerInstallation() {}

  /**
   * The program, to be followed by a port. It listens on loopback, and ends with its input.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static Path program() {
    return PythonPrograms.program("embedding-server", "embedding-server", "embedding-server");
  }
}
