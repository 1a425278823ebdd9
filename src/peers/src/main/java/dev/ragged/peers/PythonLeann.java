package dev.ragged.peers;

import dev.ragged.RaggedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The Python package LEANN, installed with PyTorch for the processor.
 *
 * @param python imports it
 * @param model a folder with the weights of all-MiniLM-L6-v2
 */
public record PythonLeann(Path python, Path model) {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /**
   * Installs what is not there yet: hundreds of megabytes.
   *
   * @param folder of the environment
   * @param env where to look for Python
   * @throws RaggedException if that cannot be
   */
  public static PythonLeann install(Path folder, Map<String, String> env) {
    PythonEnvironment environment = new PythonEnvironment(folder, env);
    environment.install(LIMIT, "leann", "leann-models");
    try {
      environment.install(LIMIT, "leann-diskann");
    } catch (RaggedException e) {
      // There are not wheels for all systems. Whoever asks for this backend is told that it is not
      // there.
    }
    return new PythonLeann(
        environment.program("python"), environment.folder().resolve("all-MiniLM-L6-v2"));
  }
}
