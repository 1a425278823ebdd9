package dev.ragged.testkit;

import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * A real Chroma server for tests, and Chroma's own client. The wheel alone contains the whole
 * server.
 */
public final class ChromaInstallation {
  /** The version to test against. */
  public static final String VERSION = "1.5.9";

  private static final String SCRIPT =
      """
      #!/bin/sh
      PYTHONPATH='%s' exec python3 -S -c \
        "import sys, chromadb_rust_bindings as b; b.cli(['chroma'] + sys.argv[1:])" "$@"
      """;

  private ChromaInstallation() {}

  /**
   * The words of Chroma's command, to be followed by {@code run --path ...}.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static List<String> command() {
    return List.of(program().toString());
  }

  /** The same command as a single program. */
  public static Path program() {
    return PythonPrograms.once(
        "chroma-" + VERSION,
        "chroma",
        home -> {
          PythonPrograms.pip(
              PythonPrograms.venv(home.resolveSibling("chroma-venv")),
              List.of(
                  "--no-deps", "--upgrade", "--target", home.toString(), "chromadb==" + VERSION));
          return SCRIPT.formatted(home);
        });
  }

  /**
   * A Python with Chroma's own client in the same version.
   *
   * @throws TestAbortedException as {@link #command()}
   */
  public static Path clientPython() {
    return PythonPrograms.python(
        "chroma-client-" + VERSION, List.of("chromadb-client==" + VERSION));
  }
}
