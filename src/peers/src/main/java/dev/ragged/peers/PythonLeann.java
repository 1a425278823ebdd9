package dev.ragged.peers;

import dev.ragged.RaggedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The Python package LEANN, installed with PyTorch for the CPU.
 *
 * @param python an interpreter that can import it
 * @param model the folder of all-MiniLM-L6-v2's weights
 */
public record PythonLeann(Path python, Path model) {
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  /**
   * Installs what is missing: hundreds of megabytes.
   *
   * @param folder the environment's folder
   * @param env environment variables, to find Python
   * @throws RaggedException if the installation fails
   */
  public static PythonLeann install(Path folder, Map<String, String> env) {
    PythonEnvironment environment = new PythonEnvironment(folder, env);
    environment.install(TIMEOUT, "leann", "leann-models");
    try {
      environment.install(TIMEOUT, "leann-diskann");
    } catch (RaggedException e) {
      // Some systems have no wheel. Using this backend then fails with its own message.
    }
    return new PythonLeann(
        environment.program("python"), environment.folder().resolve("all-MiniLM-L6-v2"));
  }
}
