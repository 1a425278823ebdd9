package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Python packages of given versions in an environment of their own, installed once by pip, which
 * asks whatever index it is set up for.
 */
public final class PythonEnvironment {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private final Path folder;
  private final Map<String, String> env;

  /**
   * Prepares; runs nothing.
   *
   * @param folder of the environment
   * @param env where to look for Python
   */
  public PythonEnvironment(Path folder, Map<String, String> env) {
    this.folder = folder;
    this.env = env;
  }

  /** The Python that is on the path. */
  static Path systemPython(Map<String, String> env) {
    return Program.find("python3", env)
        .orElseThrow(
            () -> new RaggedException("Python 3 is not here; install python3 with venv and pip."));
  }

  /** Its Python. */
  public Path python() {
    return folder.resolve("bin/python");
  }

  private Path log() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  /**
   * Installs what is not there yet.
   *
   * @param packages with versions, as {@code name==1.0}
   * @param options of pip
   * @throws RaggedException if that cannot be
   */
  public void install(List<String> packages, String... options) {
    List<String> missing = packages.stream().filter(p -> !Files.exists(done(p))).toList();
    if (missing.isEmpty()) {
      return;
    }
    String what = String.join(", ", missing) + " cannot be installed";
    try {
      if (!Files.exists(done("venv"))) {
        Path python = systemPython(env);
        Program.run(
            List.of(python.toString(), "-m", "venv", "--clear", folder.toString()),
            log(),
            LIMIT,
            what);
        mark("venv");
      }
      List<String> command =
          new ArrayList<>(
              List.of(
                  python().toString(),
                  "-m",
                  "pip",
                  "install",
                  "--quiet",
                  "--disable-pip-version-check"));
      command.addAll(List.of(options));
      command.addAll(missing);
      Program.run(command, log(), LIMIT, what);
      for (String name : missing) {
        mark(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path done(String name) {
    return folder.resolve("installed").resolve(name);
  }

  private void mark(String name) throws IOException {
    Files.createDirectories(done(name).getParent());
    Files.write(done(name), new byte[0]);
  }

  /**
   * The words that start Chroma's command line, which is installed without what its Python asks
   * for: the server is one native module, the rest are hundreds of megabytes.
   *
   * @param version of the package {@code chromadb}
   */
  public List<String> chroma(String version) {
    install(List.of("chromadb==" + version), "--no-deps");
    return List.of(
        python().toString(),
        "-c",
        "import sys, chromadb_rust_bindings as b; b.cli(['chroma'] + sys.argv[1:])");
  }
}
