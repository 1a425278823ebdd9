package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python and pip are asked to do, with a script in place of Python. */
class DjangoDocsTest {
  @TempDir Path dir;

  private Path bin;
  private Map<String, String> env;

  @BeforeEach
  void prepare() throws IOException {
    bin = Files.createDirectories(dir.resolve("bin"));
    env = Map.of("PATH", bin.toString());
  }

  /** Writes a fake Python that records its arguments. */
  private void python(String pip) throws IOException {
    Path file = bin.resolve("python3");
    Files.writeString(
        file,
        """
        #!/bin/sh
        echo "$*" >>'%1$s/calls'
        case "$*" in
          *' pip '*) %2$s ;;
          *unpack_docs*) for folder; do :; done; mkdir -p "$folder" ;;
        esac
        """
            .formatted(dir, pip));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(dir.resolve("calls"));
  }

  @Test
  void should_fetch_a_pinned_version_and_digest_once() throws IOException {
    assertTrue(
        assertThrows(RaggedException.class, () -> DjangoDocs.fetch(dir, env))
            .getMessage()
            .startsWith("Python 3 was not found"));
    python("echo 'ERROR: hashes differ'; exit 1");
    String message =
        assertThrows(RaggedException.class, () -> DjangoDocs.fetch(dir, env)).getMessage();
    assertTrue(message.startsWith("Could not fetch the documentation of Django"), message);
    assertTrue(message.contains(": ERROR: hashes differ"), message);
    Files.delete(dir.resolve("calls"));

    python("true");
    Path documents = DjangoDocs.fetch(dir, env);
    assertTrue(Files.isDirectory(documents));
    assertTrue(calls().get(0).contains("--require-hashes"), calls().toString());
    assertFalse(calls().get(0).contains("http"), "pip's own settings choose the index");
    String required = Files.readString(dir.resolve("django-download/requirements.txt"));
    assertTrue(required.matches("django==[\\d.]+ --hash=sha256:[0-9a-f]{64}\\n"), required);
    DjangoDocs.fetch(dir, env);
    assertEquals(2, calls().size());
  }
}
