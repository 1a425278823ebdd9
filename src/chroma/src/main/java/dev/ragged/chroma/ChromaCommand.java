package dev.ragged.chroma;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Chroma's command line on this machine. */
public final class ChromaCommand {
  /** Python would look for packages in the working directory first, which may be anybody's. */
  private static final String PYTHON_PATH = "import sys; sys.path = [p for p in sys.path if p]; ";

  /** For a Python with the package but without {@code chroma} on the path. */
  private static final String PYTHON_RUN =
      PYTHON_PATH + "import chromadb_rust_bindings as b; b.cli(['chroma'] + sys.argv[1:])";

  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration RUN = Duration.ofSeconds(30);
  private static final String UNKNOWN_VERSION = "unknown version";

  private ChromaCommand() {}

  /**
   * Finds Chroma's command line: {@code chroma} on the path, or else a {@code python3} with the
   * package.
   *
   * @param env the environment to look in
   * @return the words of the command, to be followed by {@code run}
   */
  public static Optional<List<String>> find(Map<String, String> env) {
    Optional<Path> chroma = onPath("chroma", env);
    if (chroma.isPresent()) {
      return Optional.of(List.of(chroma.get().toString()));
    }
    return onPath("python3", env)
        .filter(python -> hasPackage(python, env))
        .map(python -> List.of(python.toString(), "-c", PYTHON_RUN));
  }

  /** The first line that a command prints about its version, or "unknown version". */
  static String version(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.add("--version");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      try {
        if (!process.waitFor(RUN.toSeconds(), TimeUnit.SECONDS)) {
          return UNKNOWN_VERSION;
        }
        String said =
            new String(process.getInputStream().readNBytes(1 << 12), StandardCharsets.UTF_8);
        return said.strip().lines().findFirst().orElse(UNKNOWN_VERSION);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return UNKNOWN_VERSION;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN_VERSION;
    }
  }

  private static Optional<Path> onPath(String program, Map<String, String> env) {
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, program);
      // Not in the working directory, as an empty or relative entry would have it.
      if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static boolean hasPackage(Path python, Map<String, String> env) {
    ProcessBuilder builder =
        new ProcessBuilder(
                python.toString(),
                "-c",
                PYTHON_PATH
                    + "import importlib.util as u; sys.exit(u.find_spec('chromadb_rust_bindings') is"
                    + " None)")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(env);
    try {
      Process process = builder.start();
      if (!process.waitFor(LOOK.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
