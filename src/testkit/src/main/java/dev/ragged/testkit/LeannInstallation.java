package dev.ragged.testkit;

import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * The Python package LEANN for tests, without the models that it could load: what builds, reads and
 * searches an index needs none of them.
 */
public final class LeannInstallation {
  /** The version tests run against. */
  public static final String VERSION = PythonPrograms.version("leann.no-deps.txt", "leann-core");

  private LeannInstallation() {}

  /**
   * A Python that can {@code import leann}.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static Path python() {
    return PythonPrograms.program("leann", "leann", "python");
  }
}
