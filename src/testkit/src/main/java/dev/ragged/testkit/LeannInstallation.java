package dev.ragged.testkit;

import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * The Python package LEANN for tests, without embedding models: building, reading and searching an
 * index does not need them.
 */
public final class LeannInstallation {
  /** The version to test against. */
  public static final String VERSION = "0.3.8";

  private LeannInstallation() {}

  /**
   * A Python that can {@code import leann}.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  public static Path python() {
    return PythonPrograms.python(
        "leann-" + VERSION,
        List.of("--no-deps", "leann-core==" + VERSION, "leann-backend-hnsw==" + VERSION),
        List.of("numpy<3", "pyzmq", "msgpack", "requests", "tqdm", "psutil", "python-dotenv"));
  }
}
