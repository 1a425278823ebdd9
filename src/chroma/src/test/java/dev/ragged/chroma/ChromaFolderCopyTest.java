package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of folders that are what they should be and rest, and no others. */
class ChromaFolderCopyTest {
  @TempDir Path folder;

  private Path source;
  private Path scratch;
  private Path database;

  @BeforeEach
  void make_a_folder() throws IOException {
    source = Files.createDirectories(folder.resolve("source/deep")).getParent();
    scratch = folder.resolve("scratch");
    database = Files.write(source.resolve("chroma.sqlite3"), new byte[] {1, 2, 3});
    Files.write(source.resolve("deep/data_level0.bin"), new byte[] {4});
  }

  @AfterEach
  void nothing_is_left() throws IOException {
    if (Files.exists(scratch)) {
      try (Stream<Path> left = Files.list(scratch)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  @Test
  void should_copy_every_file() throws IOException {
    try (ChromaFolderCopy copy = ChromaFolderCopy.of(source, scratch)) {
      assertArrayEquals(
          new byte[] {1, 2, 3}, Files.readAllBytes(copy.folder().resolve("chroma.sqlite3")));
      assertArrayEquals(
          new byte[] {4}, Files.readAllBytes(copy.folder().resolve("deep/data_level0.bin")));
    }
  }

  @Test
  void should_refuse_what_is_no_data_of_chroma() throws IOException {
    Files.delete(database);
    RaggedException e =
        assertThrows(RaggedException.class, () -> ChromaFolderCopy.of(source, scratch));
    assertTrue(e.getMessage().contains("chroma.sqlite3"), e.getMessage());
  }

  @Test
  void should_refuse_what_is_written_to_meanwhile() {
    List<Runnable> writes =
        List.of(
            () -> write(database, StandardOpenOption.APPEND),
            () -> write(source.resolve("deep/new"), StandardOpenOption.CREATE_NEW));
    for (Runnable write : writes) {
      RaggedException e =
          assertThrows(RaggedException.class, () -> ChromaFolderCopy.of(source, scratch, write));
      assertTrue(e.getMessage().contains("A server writes to"), e.getMessage());
    }
  }

  private static void write(Path file, StandardOpenOption how) {
    try {
      Files.write(file, new byte[] {5}, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
