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
 * A real Chroma server's program for tests: the wheel from Python's package index, installed once
 * under the build's {@code target} folder. The wheel alone carries the whole server.
 */
public final class ChromaInstallation {
  /** The version tests run against. */
  public static final String VERSION = "1.5.9";

  private static final String SCRIPT =
      """
      #!/bin/sh
      PYTHONPATH='%s' exec python3 -S -c \
        "import sys, chromadb_rust_bindings as b; b.cli(['chroma'] + sys.argv[1:])" "$@"
      """;
  private static final String PROGRAM = "chroma";
  private static final int INSTALL_MINUTES = 5;

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
    return install().resolve(PROGRAM);
  }

  private static Path install() {
    Path target = root().resolve("target");
    Path home = target.resolve("chroma-" + VERSION);
    try {
      Files.createDirectories(target);
      // Several modules' tests may come here at the same time.
      try (RandomAccessFile file =
              new RandomAccessFile(target.resolve("chroma-install.lock").toFile(), "rw");
          FileLock lock = file.getChannel().lock()) {
        if (!lock.isValid() || !Files.exists(home.resolve(PROGRAM))) {
          pip(home);
          // Last, so that what was torn off is installed again.
          Path program = home.resolve(PROGRAM + ".part");
          Files.writeString(program, SCRIPT.formatted(home));
          Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.move(program, home.resolve(PROGRAM), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return home;
  }

  private static void pip(Path folder) throws IOException {
    if (run(List.of("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")) != 0) {
      throw new TestAbortedException(
          "needs Python 3.9 or later to install the Chroma server " + VERSION);
    }
    List<String> install = new ArrayList<>(List.of("python3", "-m", "pip"));
    if (run(List.of("python3", "-m", "pip", "--version")) != 0) {
      Path venv = folder.resolveSibling("chroma-venv");
      if (run(List.of("python3", "-m", "venv", venv.toString())) != 0) {
        throw new TestAbortedException(
            "needs Python with pip or venv to install the Chroma server " + VERSION);
      }
      install = new ArrayList<>(List.of(venv.resolve("bin/pip").toString()));
    }
    install.addAll(
        List.of("install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"));
    install.addAll(List.of("--target", folder.toString(), "chromadb==" + VERSION));
    // A machine with Python that cannot install must not look as if all were well.
    if (run(install) != 0) {
      throw new IllegalStateException("Failed: " + String.join(" ", install));
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
