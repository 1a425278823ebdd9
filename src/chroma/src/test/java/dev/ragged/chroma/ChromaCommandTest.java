package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for Chroma in JVMs of their own, whose working directory is not to be trusted. */
class ChromaCommandTest {
  @TempDir Path folder;

  /** Looks with the path that is given, runs what was found, and prints it. */
  static final class Caller {
    public static void main(String[] args) {
      ChromaCommand.find(Map.of("PATH", args[0]))
          .ifPresent(
              command -> {
                ChromaCommand.version(command);
                System.out.println(command);
              });
    }
  }

  private String find(String path) throws Exception {
    Process caller =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Caller.class.getName(),
                path)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, caller.waitFor(), said);
    return said.strip();
  }

  private void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void should_find_no_program_in_the_working_directory() throws Exception {
    program(folder.resolve("chroma"), "#!/bin/sh\ntouch '" + folder.resolve("proof") + "'\n");
    for (String path : new String[] {"", ".", ":", "relative:" + folder.getFileName(), "./"}) {
      assertEquals("", find(path), path);
    }
    assertFalse(Files.exists(folder.resolve("proof")));
    assertTrue(find(folder.toString()).contains(folder.resolve("chroma").toString()));
    assertTrue(Files.exists(folder.resolve("proof")), "the test can see it run");
  }

  @Test
  void should_not_import_a_package_from_the_working_directory() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "needs /usr/bin/python3");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("python3"), python);
    Files.writeString(
        folder.resolve("chromadb_rust_bindings.py"),
        "open('" + folder.resolve("proof") + "', 'w')\n");
    find(bin.toString());
    assertFalse(Files.exists(folder.resolve("proof")));
  }
}
