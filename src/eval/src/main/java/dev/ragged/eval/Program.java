package dev.ragged.eval;

import dev.ragged.RaggedException;
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
import java.util.stream.Stream;

/** Runs other people's programs to their end. */
public final class Program {
  private static final Duration QUICK = Duration.ofSeconds(30);
  private static final String UNKNOWN = "unknown version";

  private Program() {}

  /** Finds a program where a shell would. */
  public static Optional<Path> find(String name, Map<String, String> env) {
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * The Python that is on the path.
   *
   * @throws RaggedException if there is none
   */
  public static Path python(Map<String, String> env) {
    return find("python3", env)
        .orElseThrow(
            () -> new RaggedException("Python 3 is not here; install python3 with venv and pip."));
  }

  /**
   * Runs one and waits for it.
   *
   * @param log takes what it says
   * @param what it is for, in an error: "numpy cannot be installed"
   * @throws RaggedException if it fails; with the last line it said
   */
  public static void run(List<String> command, Path log, Duration limit, String what) {
    Process process = null;
    try {
      Files.createDirectories(log.getParent());
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new RaggedException(what + ": not done after " + limit.toSeconds() + " s.");
      }
      if (process.exitValue() != 0) {
        throw new RaggedException(what + ": " + lastLine(log) + " (all of it is in " + log + ").");
      }
    } catch (IOException e) {
      throw new RaggedException(what + ": " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RaggedException(what + ": interrupted.", e);
    } finally {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /** The first line that a program says of its version; "unknown version" if it says none. */
  public static String version(List<String> command) {
    Path log = null;
    try {
      log = Files.createTempFile("ragged-version", ".log");
      run(Stream.concat(command.stream(), Stream.of("--version")).toList(), log, QUICK, "");
      String said = Files.readString(log).strip();
      return said.isEmpty() ? UNKNOWN : said.lines().findFirst().orElse(UNKNOWN);
    } catch (IOException | RaggedException e) {
      return UNKNOWN;
    } finally {
      delete(log);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The system clears its temporary folder.
    }
  }

  /** The last thing that a program said which is a message and no hint. */
  public static String lastLine(Path log) throws IOException {
    String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    String error = said.lines().filter(l -> l.startsWith("ERROR")).reduce((a, b) -> b).orElse(null);
    return error != null
        ? error
        : said.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("it said nothing");
  }
}
