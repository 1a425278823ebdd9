package dev.ragged.peers;

import dev.ragged.RaggedException;
import dev.ragged.eval.Program;
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
 * Python packages of given versions in an environment of their own. {@code src/python/install.py}
 * does the work and says what a name stands for; this gives it its files and tells what went wrong.
 */
public final class PythonEnvironment {
  private static final String INSTALLER = "install.py";
  private static final String COMMENT = "#";

  private final Path folder;
  private final Map<String, String> env;

  /**
   * Prepares; runs nothing.
   *
   * @param folder of the environment
   * @param env where to look for Python
   */
  public PythonEnvironment(Path folder, Map<String, String> env) {
    this.folder = folder;
    this.env = env;
  }

  /** The folder of the environment. */
  public Path folder() {
    return folder;
  }

  /** One of its programs, such as {@code python}. */
  public Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * Installs what is not there yet.
   *
   * @param limit for all of it
   * @param names of files in {@code src/python}
   * @throws RaggedException if that cannot be
   */
  public void install(Duration limit, String... names) {
    Path python = Program.python(env);
    Path installer = folder.resolveSibling("installer");
    List<String> pinned = new ArrayList<>();
    List<String> command = new ArrayList<>(List.of(python.toString()));
    try {
      Files.createDirectories(installer);
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
    Program.run(command, log, limit, String.join(", ", pinned) + " cannot be installed");
  }

  /** The version of a package that a name stands for. */
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

  /** Empty where there is no such file. */
  private static byte[] resource(String file) {
    try (InputStream in = PythonEnvironment.class.getResourceAsStream("python/" + file)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that is left of an earlier version would be used as well. */
  private static void write(Path folder, String file, byte[] content) throws IOException {
    if (content.length > 0) {
      Files.write(folder.resolve(file), content);
    } else {
      Files.deleteIfExists(folder.resolve(file));
    }
  }
}
