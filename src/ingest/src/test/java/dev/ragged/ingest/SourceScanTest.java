package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at the files of a source. */
class SourceScanTest {
  @TempDir Path dir;

  private Path root;

  @BeforeEach
  void make() throws Exception {
    root = Files.createDirectory(dir.toRealPath().resolve("root"));
  }

  private Path write(String name) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  @Test
  void should_enter_the_folders_that_an_update_would_and_no_others() throws Exception {
    write("a.md");
    write("inner/deep/b.md");
    write(".git/config");
    write("node_modules/pack/c.js");
    write("drafts/d.md");
    write("ignored/e.md");
    Files.writeString(root.resolve(".gitignore"), "ignored/\n");
    List<Path> entered = new ArrayList<>();
    SourceRules rules = new SourceRules(List.of(), List.of("drafts/"), List.of(), false);
    SourceScan scan = SourceScan.of(root, rules, entered::add);
    assertEquals(List.of(root, root.resolve("inner"), root.resolve("inner/deep")), entered);
    assertEquals(
        Set.of(root.resolve("a.md").toString(), root.resolve("inner/deep/b.md").toString()),
        scan.files().keySet());
    assertNull(scan.trouble());
  }

  @Test
  void should_tell_size_and_time_of_a_file_written_just_now() throws Exception {
    Path file = write("a.md");
    FileTime time = FileTime.from(1_700_000_000_123_456_000L, TimeUnit.NANOSECONDS);
    Files.setLastModifiedTime(file, time);
    Path later = write("b.md");
    long written = Files.getLastModifiedTime(later).to(TimeUnit.NANOSECONDS);
    assertEquals(
        Map.of(
            file.toString(),
            new SourceScan.Seen(4, time.to(TimeUnit.NANOSECONDS)),
            later.toString(),
            new SourceScan.Seen(4, written)),
        SourceScan.of(root, SourceRules.NONE, folder -> {}).files());
  }

  @Test
  void should_say_that_a_source_is_missing() throws Exception {
    Files.delete(root);
    SourceScan scan = SourceScan.of(root, SourceRules.NONE, folder -> {});
    assertEquals(Map.of(), scan.files());
    assertEquals("is missing.", scan.trouble());
  }

  @Test
  void should_end_when_it_is_told_to() throws Exception {
    write("inner/a.md");
    assertThrows(
        CancellationException.class,
        () ->
            SourceScan.of(
                root,
                SourceRules.NONE,
                folder -> {
                  throw new CancellationException();
                }));
  }
}
