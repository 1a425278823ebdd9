package dev.ragged.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFoldersTest {
  @TempDir Path temp;

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  @Test
  void should_make_private_folders() throws IOException {
    DataFolders.create(temp.resolve("a/b"));

    assertEquals("rwx------", mode(temp.resolve("a")));
    assertEquals("rwx------", mode(temp.resolve("a/b")));
  }

  @Test
  void should_leave_an_existing_folder_as_it_is() throws IOException {
    Path shared = Files.createDirectory(temp.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

    DataFolders.create(shared);
    DataFolders.create(shared.resolve("mine"));

    assertEquals("rwxr-xr-x", mode(shared));
    assertEquals("rwx------", mode(shared.resolve("mine")));
  }

  @Test
  void should_follow_a_link_to_a_folder() throws IOException {
    Path real = Files.createDirectory(temp.resolve("real"));
    Files.createSymbolicLink(temp.resolve("link"), real);

    DataFolders.create(temp.resolve("link/mine"));

    assertEquals("rwx------", mode(real.resolve("mine")));
  }

  @Test
  void should_refuse_a_name_that_a_file_has() throws IOException {
    Files.createFile(temp.resolve("file"));

    assertThrows(FileAlreadyExistsException.class, () -> DataFolders.create(temp.resolve("file")));
  }

  @Test
  void should_remove_a_tree_without_following_links() throws IOException {
    Path kept = Files.createFile(temp.resolve("kept"));
    Path tree = Files.createDirectories(temp.resolve("tree/below"));
    Files.createFile(tree.resolve("file"));
    Files.createSymbolicLink(tree.resolve("link"), kept);

    DataFolders.remove(temp.resolve("tree"));
    DataFolders.remove(temp.resolve("tree")); // nothing there

    assertFalse(Files.exists(temp.resolve("tree")));
    assertTrue(Files.exists(kept));
  }
}
