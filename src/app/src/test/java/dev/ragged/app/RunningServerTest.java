package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunningServerTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir Path dir;

  private final RunningServer own =
      new RunningServer("http://127.0.0.1:8650", TOKEN, ProcessHandle.current().pid(), "f");

  @Test
  void should_be_found_by_its_file() {
    Path data = dir.resolve("data");
    assertEquals(Optional.empty(), RunningServer.of(data));
    own.write(data);
    assertEquals(Optional.of(own), RunningServer.of(data));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void should_be_readable_by_its_owner_alone() throws IOException {
    own.write(dir);
    own.write(dir); // in place of another
    Path file = dir.resolve(RunningServer.FILE);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void should_not_be_found_once_its_process_is_gone() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    new RunningServer("http://127.0.0.1:8650", TOKEN, process.pid(), "f").write(dir);
    assertEquals(Optional.empty(), RunningServer.of(dir));
  }

  @Test
  void should_not_be_found_in_what_no_server_wrote() throws IOException {
    for (String text :
        List.of("", "{", "[]", "null", "{\"url\":\"http://x\"}", "x".repeat(100_000))) {
      Files.writeString(dir.resolve(RunningServer.FILE), text);
      assertEquals(Optional.empty(), RunningServer.of(dir), text);
    }
  }

  @Test
  void should_remove_only_its_own_file() {
    RunningServer other =
        new RunningServer("http://127.0.0.1:8651", TOKEN, ProcessHandle.current().pid(), "f");
    other.write(dir);
    own.remove(dir);
    assertTrue(Files.exists(dir.resolve(RunningServer.FILE)));
    other.remove(dir);
    assertFalse(Files.exists(dir.resolve(RunningServer.FILE)));
  }
}
