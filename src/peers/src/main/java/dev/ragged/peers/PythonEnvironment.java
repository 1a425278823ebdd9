package dev.ragged.peers;

import dev.ragged.RaggedException;
import dev.ragged.eval.Program;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A virtual environment of pinned Python packages. {@code src/python/install.py} does the work and
 * defines what a name stands for; this class supplies its files and reports what went wrong.
 */
final class PythonEnvironment {
  private static final String INSTALLER = "install.py";
  private static final String COMMENT = "#";

  private final Path folder;
  private final Map<String, String> env;

  /**
   * Creates an instance; runs nothing yet.
   *
   * @param folder the environment's folder
   * @param env environment variables, to find Python
   */
  PythonEnvironment(Path folder, Map<String, String> env) {
    this.folder = folder;
    this.env = env;
  }

  /** The folder of the environment. */
  Path folder() {
    return folder;
  }

  /** One of its programs, such as {@code python}. */
  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * Installs what is missing.
   *
   * @param timeout for the whole installation
   * @param names of files in {@code src/python}
   * @throws RaggedException if the installation fails
   */
  void install(Duration timeout, String... names) {
    Path python = Program.python(env);
    Path installer = folder.resolveSibling("installer");
    List<String> pinned = new ArrayList<>();
    List<String> command = new ArrayList<>(List.of(python.toString()));
    try {
      DataFolders.create(installer);
      write(installer, INSTALLER, resource(INSTALLER));
      command.addAll(List.of(installer.resolve(INSTALLER).toString(), folder.toString()));
      for (String name : names) {
        pinned.addAll(pinned(name).toList());
        for (String file : files(name)) {
          write(installer, file, resource(file));
        }
        command.add(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    Program.run(command, log, timeout, "Could not install " + String.join(", ", pinned));
  }

  /** The pinned version of one of a name's packages. */
  static String version(String name, String requirement) {
    String start = requirement + "==";
    return pinned(name)
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> files(String name) {
    return List.of(name + ".txt", name + ".no-deps.txt", name + ".py");
  }

  private static Stream<String> pinned(String name) {
    return files(name).stream()
        .filter(file -> file.endsWith(".txt"))
        .flatMap(file -> new String(resource(file), StandardCharsets.UTF_8).lines())
        .filter(line -> !line.startsWith(COMMENT) && line.contains("=="));
  }

  /** The content of a file; empty if there is no such file. */
  private static byte[] resource(String file) {
    try (InputStream in = PythonEnvironment.class.getResourceAsStream("python/" + file)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes or deletes a file: the installer would also use one left by an earlier version. */
  private static void write(Path folder, String file, byte[] content) throws IOException {
    if (content.length > 0) {
      Files.write(folder.resolve(file), content);
    } else {
      Files.deleteIfExists(folder.resolve(file));
    }
  }
}
