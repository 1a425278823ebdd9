package dev.ragged.testkit;

import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Python's libraries that write documents, so that tests read what real programs wrote. */
public final class DocumentPrograms {
  private DocumentPrograms() {}

  /**
   * A Python with these libraries.
   *
   * @throws TestAbortedException if there is no Python to install them with, which skips the test
   *     and names the reason
   */
  public static Path python() {
    return PythonPrograms.program("documents", "documents", "python");
  }
}
