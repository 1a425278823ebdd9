package dev.ragged.testkit;

import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * A real Chroma server's program for tests, and Chroma's own client. The wheel alone carries the
 * whole server.
 */
public final class ChromaInstallation {
  /** The version tests run against. */
  public static final String VERSION = PythonPrograms.version("chroma.no-deps.txt", "chromadb");

  private ChromaInstallation() {}

  /**
   * The words that start Chroma's command line, to be followed by {@code run --path ...}.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static List<String> command() {
    return List.of(program().toString());
  }

  /** The same as the one program that it is. */
  public static Path program() {
    return PythonPrograms.program("chroma", "chroma", "chroma");
  }

  /**
   * A Python with Chroma's own client, of the same version.
   *
   * @throws TestAbortedException as {@link #command()}
   */
  public static Path clientPython() {
    return PythonPrograms.program("chroma-client", "chromadb-client==" + VERSION, "python");
  }
}
