package dev.ragged.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the installer is given, and what comes of it, with a script in Python's place. */
class PythonEnvironmentTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path dir;

  private PythonEnvironment environment;

  @BeforeEach
  void prepare() {
    environment = new PythonEnvironment(dir.resolve("work/env"), Map.of("PATH", dir.toString()));
  }

  /** Notes its arguments. */
  private void python(String then) throws IOException {
    Path file = dir.resolve("python3");
    Files.writeString(file, "#!/bin/sh\necho \"$*\" >'%s/call'\n%s\n".formatted(dir, then));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void should_give_the_installer_the_files_of_each_name_and_no_others() throws IOException {
    python("true");
    Path installer = dir.resolve("work/installer");
    Files.createDirectories(installer);
    Files.writeString(installer.resolve("faiss.py"), "of an earlier version");
    environment.install(LIMIT, "faiss", "chroma");
    assertEquals(
        installer.resolve("install.py") + " " + dir.resolve("work/env") + " faiss chroma\n",
        Files.readString(dir.resolve("call")));
    assertTrue(Files.readString(installer.resolve("install.py")).contains("def install("));
    assertTrue(Files.readString(installer.resolve("faiss.txt")).contains("faiss-cpu=="));
    assertTrue(Files.readString(installer.resolve("chroma.no-deps.txt")).contains("chromadb=="));
    assertTrue(Files.exists(installer.resolve("chroma.py")));
    assertFalse(Files.exists(installer.resolve("faiss.py")));
  }

  @Test
  void should_tell_why_something_cannot_be_installed_and_try_again() throws IOException {
    assertTrue(
        assertThrows(RaggedException.class, () -> environment.install(LIMIT, "faiss"))
            .getMessage()
            .startsWith("Python 3 is not here"));
    python("echo 'ERROR: No matching distribution'; echo 'hint: look'; exit 1");
    String said =
        assertThrows(RaggedException.class, () -> environment.install(LIMIT, "faiss")).getMessage();
    assertTrue(
        said.matches(
            "numpy==[\\d.]+, faiss-cpu==[\\d.]+ cannot be installed: ERROR: No matching distribution"
                + " \\(all of it is in .*env\\.log\\)\\."),
        said);
    python("true");
    environment.install(LIMIT, "faiss");
  }

  @Test
  void should_know_files_for_all_that_peers_install() {
    for (String name :
        List.of("chroma", "faiss", "hnswlib", "leann", "leann-models", "leann-diskann")) {
      assertTrue(
          PythonEnvironment.class.getResource("python/" + name + ".txt") != null
              || PythonEnvironment.class.getResource("python/" + name + ".no-deps.txt") != null,
          name);
    }
    assertTrue(PythonEnvironment.version("chroma", "chromadb").matches("\\d+\\.\\d+\\.\\d+"));
  }
}
