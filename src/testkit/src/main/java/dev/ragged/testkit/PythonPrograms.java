package dev.ragged.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Python programs for tests against real servers and peers, installed once under the build's {@code
 * target} folder.
 */
final class PythonPrograms {
  private static final int INSTALL_MINUTES = 5;

  private PythonPrograms() {}

  /** Installs into a folder and returns the text of the program to run there. */
  @FunctionalInterface
  interface Installer {
    String install(Path home) throws IOException;
  }

  /**
   * A program under {@code target}, installed on first use.
   *
   * @throws TestAbortedException if there is no Python to install it with, which skips the test and
   *     names the reason
   */
  static Path once(String folder, String name, Installer installer) {
    Path target = root().resolve("target");
    Path home = target.resolve(folder);
    Path program = home.resolve(name);
    try {
      Files.createDirectories(target);
      // Tests of several modules may run at the same time.
      try (RandomAccessFile file =
              new RandomAccessFile(target.resolve("python-programs.lock").toFile(), "rw");
          FileLock lock = file.getChannel().lock()) {
        if (!lock.isValid() || !Files.exists(program)) {
          requirePython(folder);
          String text = installer.install(home);
          // Last, so that an interrupted installation is repeated.
          Path part = home.resolve(name + ".part");
          Files.writeString(part, text);
          Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return program;
  }

  /**
   * A Python environment with some packages.
   *
   * @param install the arguments of pip, one list per call
   */
  @SafeVarargs
  static Path python(String folder, List<String>... install) {
    return once(
        folder,
        "bin/python-with-packages",
        home -> {
          Path pip = venv(home);
          for (List<String> packages : install) {
            pip(pip, packages);
          }
          return "#!/bin/sh\nexec '" + home.resolve("bin/python") + "' \"$@\"\n";
        });
  }

  private static void requirePython(String program) throws IOException {
    // Debian leaves ensurepip out of Python unless python3-venv is installed.
    String test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))";
    if (run(List.of("python3", "-c", test)) != 0) {
      throw new TestAbortedException("needs Python 3.9 or later with venv to install " + program);
    }
  }

  /** Creates a virtual environment and returns its pip. */
  static Path venv(Path folder) throws IOException {
    run(List.of("python3", "-m", "venv", folder.toString()), "make a virtual environment");
    return folder.resolve("bin/pip");
  }

  static void pip(Path pip, List<String> what) throws IOException {
    List<String> install =
        new ArrayList<>(
            List.of(pip.toString(), "install", "--quiet", "--disable-pip-version-check"));
    install.addAll(what);
    run(install, "install from the package index");
  }

  /** Fails: a machine that has Python but cannot install must not look healthy. */
  private static void run(List<String> command, String what) throws IOException {
    if (run(command) != 0) {
      throw new IllegalStateException("Cannot " + what + ": " + String.join(" ", command));
    }
  }

  /** The exit status; -1 if there is no such program. */
  private static int run(List<String> command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return -1;
    }
    process.getOutputStream().close();
    try {
      byte[] said = process.getInputStream().readAllBytes();
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      if (process.exitValue() != 0) {
        System.err.print(new String(said, StandardCharsets.UTF_8));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return -1;
    }
  }

  /** The folder of the whole build, seen from any module. */
  private static Path root() {
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
