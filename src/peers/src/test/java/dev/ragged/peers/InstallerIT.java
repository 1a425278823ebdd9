package dev.ragged.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the installer with a real Python and packages on disk. */
@Timeout(120)
class InstallerIT {
  @TempDir Path dir;

  private record Output(int status, String text) {}

  private static Output run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PIP_NO_INDEX", "1");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Output install(String... names) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("python3", dir.resolve("install.py").toString(), dir.resolve("env") + ""));
    command.addAll(List.of(names));
    return run(command.toArray(String[]::new));
  }

  /** Builds a package with one empty module. */
  private String wheel(String name, String requires) throws IOException {
    Path file = dir.resolve(name + "-1.0-py3-none-any.whl");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      String info = name + "-1.0.dist-info/";
      entry(zip, name + ".py", "");
      entry(
          zip,
          info + "METADATA",
          "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.0\n" + requires);
      entry(zip, info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      entry(zip, info + "RECORD", name + ".py,,\n");
    }
    return file + "\n";
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  @BeforeEach
  void prepare() throws IOException {
    boolean python;
    try {
      python = run("python3", "-c", "import venv, ensurepip").status() == 0;
    } catch (IOException e) {
      python = false;
    }
    assumeTrue(python, "needs Python 3 with venv");
    Files.copy(Path.of("../python/install.py"), dir.resolve("install.py"));
  }

  @Test
  void should_install_again_only_when_the_files_of_a_name_change() throws IOException {
    Files.writeString(dir.resolve("tool.txt"), wheel("one", ""));
    Files.writeString(dir.resolve("tool.no-deps.txt"), wheel("two", "Requires-Dist: absent\n"));
    Files.writeString(
        dir.resolve("tool.py"), "import one, two, sys; open(sys.prefix + '/step', 'w').close()\n");
    Output output = install("tool");
    assertEquals(0, output.status(), output.text());
    Path step = dir.resolve("env/step");
    assertTrue(Files.exists(step));

    Files.delete(step);
    assertEquals(new Output(0, ""), install("tool"));
    assertFalse(Files.exists(step), "it was already installed");
    Files.writeString(dir.resolve("tool.txt"), "# a new comment\n" + wheel("one", ""));
    assertEquals(0, install("tool").status());
    assertTrue(Files.exists(step), "its files have changed");
  }

  @Test
  void should_fail_with_an_error_and_allow_a_retry() throws IOException {
    Output unknown = install("nothing");
    assertEquals(1, unknown.status());
    assertTrue(unknown.text().startsWith("ERROR: there are no files for nothing"), unknown.text());

    Files.writeString(dir.resolve("tool.txt"), wheel("two", "Requires-Dist: absent\n"));
    Output failed = install("tool");
    assertEquals(1, failed.status());
    assertTrue(
        failed.text().contains("ERROR: No matching distribution found for absent"), failed.text());
    Files.writeString(dir.resolve("tool.txt"), wheel("two", ""));
    assertEquals(0, install("tool").status());
    assertEquals(0, run(dir.resolve("env/bin/python") + "", "-c", "import two").status());

    assertEquals(1, install("absent==1.0").status(), "a package by its own name");
  }
}
