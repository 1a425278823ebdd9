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

/** What the installer gets and how failures are reported, with a script in place of Python. */
class PythonEnvironmentTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path dir;

  private PythonEnvironment environment;

  @BeforeEach
  void prepare() {
    environment = new PythonEnvironment(dir.resolve("work/env"), Map.of("PATH", dir.toString()));
  }

  /** Writes a fake Python that records its arguments. */
  private void python(String then) throws IOException {
    Path file = dir.resolve("python3");
    Files.writeString(file, "#!/bin/sh\necho \"$*\" >'%s/call'\n%s\n".formatted(dir, then));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void should_give_the_installer_only_the_files_of_each_name() throws IOException {
    python("true");
    Path installer = dir.resolve("work/installer");
    Files.createDirectories(installer);
    Files.writeString(installer.resolve("faiss.py"), "of an earlier version");
    environment.install(TIMEOUT, "faiss", "chroma");
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
  void should_report_why_an_installation_failed_and_allow_a_retry() throws IOException {
    assertTrue(
        assertThrows(RaggedException.class, () -> environment.install(TIMEOUT, "faiss"))
            .getMessage()
            .startsWith("Python 3 was not found"));
    python("echo 'ERROR: No matching distribution'; echo 'hint: look'; exit 1");
    String message =
        assertThrows(RaggedException.class, () -> environment.install(TIMEOUT, "faiss"))
            .getMessage();
    assertTrue(
        message.matches(
            "Could not install numpy==[\\d.]+, faiss-cpu==[\\d.]+: ERROR: No matching distribution"
                + " \\(full log: .*env\\.log\\)\\."),
        message);
    python("true");
    environment.install(TIMEOUT, "faiss");
  }

  @Test
  void should_have_the_files_of_all_names_that_peers_install() {
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
