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
 * Programs from Python's package index, for tests against real servers and real peers: installed
 * once under the build's {@code target} folder.
 */
final class PythonPrograms {
  private static final int INSTALL_MINUTES = 5;

  private PythonPrograms() {}

  /** Installs into a folder and answers the text of the program to be run there. */
  @FunctionalInterface
  interface Installer {
    String install(Path home) throws IOException;
  }

  /**
   * A program under {@code target}, installed by whoever comes first.
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
      // Several modules' tests may come here at the same time.
      try (RandomAccessFile file =
              new RandomAccessFile(target.resolve("python-programs.lock").toFile(), "rw");
          FileLock lock = file.getChannel().lock()) {
        if (!lock.isValid() || !Files.exists(program)) {
          requirePython(folder);
          String text = installer.install(home);
          // Last, so that what was torn off is installed again.
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
   * A Python of its own with some packages.
   *
   * @param install what pip is to be given, a call each
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

  /** Makes a virtual environment and answers its pip. */
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

  /** A machine with Python that cannot install must not look as if all were well. */
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
