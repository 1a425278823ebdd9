package dev.ragged.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Programs from Python's package index, for tests against real servers and real peers: installed
 * once under the build's {@code target} folder by the project's {@code src/python/install.py}.
 */
final class PythonPrograms {
  private static final int INSTALL_MINUTES = 5;

  /** By the name of the environment. */
  private static final Map<String, Path> INSTALLED = new ConcurrentHashMap<>();

  private PythonPrograms() {}

  /**
   * A program of an environment, which is installed by whoever comes first.
   *
   * @param environment its name
   * @param what the installer is to install in it
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  static Path program(String environment, String what, String program) {
    return INSTALLED
        .computeIfAbsent(environment, name -> install(name, what))
        .resolve("bin")
        .resolve(program);
  }

  /** One of the project's own programs in {@code src/python}. */
  static Path script(String name) {
    return root().resolve("src/python").resolve(name);
  }

  /** The version of a package in one of the files that say what is installed. */
  static String version(String file, String requirement) {
    String start = requirement + "==";
    try {
      return Files.readAllLines(root().resolve("src/python").resolve(file)).stream()
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path install(String environment, String what) {
    // Debian leaves ensurepip out of Python unless python3-venv is installed.
    String test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))";
    if (run(List.of("python3", "-c", test)) != 0) {
      throw new TestAbortedException("needs Python 3.9 or later with venv to install " + what);
    }
    Path folder = root().resolve("target/python").resolve(environment);
    String installer = root().resolve("src/python/install.py").toString();
    // A machine with Python that cannot install must not look as if all were well.
    if (run(List.of("python3", installer, folder.toString(), what)) != 0) {
      throw new IllegalStateException("Cannot install " + what + "; pip has printed why.");
    }
    return folder;
  }

  /** The exit status; -1 if there is no such program. */
  private static int run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readAllBytes();
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      if (process.exitValue() != 0) {
        System.err.print(new String(said, StandardCharsets.UTF_8));
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The folder of the whole build, seen from any module. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("Run from inside the project.");
    }
    return folder;
  }
}
