package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataAccessTest {
  @TempDir Path top;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    assumeTrue(top.getFileSystem().supportedFileAttributeViews().contains("unix"));
    data = Files.createDirectory(top.toRealPath().resolve("my data"));
    Files.writeString(data.resolve("config.yaml"), "model: bundled\n");
    chmod(data, "rwx------");
    chmod(data.resolve("config.yaml"), "rw-r--r--");
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void should_be_content_with_a_closed_folder() {
    assertEquals(List.of(), DataAccess.warnings(data));
    assertEquals(List.of(), DataAccess.warnings(data.resolve("nowhere")));
  }

  @Test
  void should_say_how_to_close_a_folder_that_others_can_read() throws IOException {
    chmod(data, "rwxr-xr-x");
    chmod(data.resolve("config.yaml"), "rw-------");
    assertEquals(
        List.of(
            "Other users can read the texts in the data directory "
                + data
                + "; forbid it with 'chmod go-rwx '"
                + data
                + "''."),
        DataAccess.warnings(data));
  }

  @Test
  void should_name_a_folder_that_others_can_change() throws IOException {
    chmod(data, "rwxrwx---");
    List<String> warnings = DataAccess.warnings(data);
    assertTrue(warnings.get(0).startsWith("Other users can change"), warnings::toString);
    assertTrue(warnings.get(0).contains("chmod -R go-rwx"), warnings::toString);
  }

  @Test
  void should_name_a_settings_file_that_others_can_reach() throws IOException {
    chmod(data, "rwx--x--x");
    List<String> warnings = DataAccess.warnings(data);
    assertEquals(2, warnings.size(), warnings::toString);
    assertTrue(warnings.get(1).contains("may hold a token"), warnings::toString);
    assertTrue(warnings.get(1).contains("chmod 600"), warnings::toString);
  }

  @Test
  void should_name_a_folder_of_somebody_else() throws IOException {
    try {
      Files.setAttribute(data, "unix:uid", 12_345);
    } catch (IOException e) {
      assumeTrue(false, "only root can give a folder away");
    }
    List<String> warnings = DataAccess.warnings(data);
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("belongs to another user"), warnings::toString);
    assertTrue(warnings.get(0).contains("sudo chown -R"), warnings::toString);
  }
}
