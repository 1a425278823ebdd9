package dev.ragged.eval;

import dev.ragged.RaggedException;
import dev.ragged.spi.DataFolders;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs external programs to completion. */
public final class Program {
  private Program() {}

  /**
   * Finds a program on the path; not in the working directory, as an empty or relative entry would
   * have it.
   */
  static Optional<Path> find(String name, Map<String, String> env) {
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, name);
      if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * The Python on the path.
   *
   * @throws RaggedException if there is none
   */
  public static Path python(Map<String, String> env) {
    return find("python3", env)
        .orElseThrow(
            () ->
                new RaggedException("Python 3 was not found; install python3 with venv and pip."));
  }

  /**
   * Runs a program and waits for it. It works in the folder of its log: Python looks for modules in
   * the working directory first, which may be anybody's.
   *
   * @param log file to append its output to
   * @param failure start of the error message, such as "Could not install numpy"
   * @throws RaggedException if it fails; quotes the last line of its output
   */
  public static void run(List<String> command, Path log, Duration timeout, String failure) {
    Process process = null;
    try {
      DataFolders.create(log.toAbsolutePath().getParent());
      process =
          new ProcessBuilder(command)
              .directory(log.toAbsolutePath().getParent().toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
        throw new RaggedException(failure + ": timed out after " + timeout.toSeconds() + " s.");
      }
      if (process.exitValue() != 0) {
        throw new RaggedException(failure + ": " + lastLine(log) + " (full log: " + log + ").");
      }
    } catch (IOException e) {
      throw new RaggedException(failure + ": " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RaggedException(failure + ": interrupted.", e);
    } finally {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /** The last error message in a log, else the last line that is not blank. */
  public static String lastLine(Path log) throws IOException {
    String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    String error =
        output.lines().filter(l -> l.startsWith("ERROR")).reduce((a, b) -> b).orElse(null);
    return error != null
        ? error
        : output.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("it printed nothing");
  }
}
