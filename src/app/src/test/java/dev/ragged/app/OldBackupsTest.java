package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Passage;
import dev.ragged.VectorStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which backups and files go, and which stay. */
class OldBackupsTest {
  @TempDir Path dir;

  private Path data;
  private Path folder;
  private final BackupFixture.Heard heard = new BackupFixture.Heard();

  @BeforeEach
  void folders() {
    data = dir.resolve("data");
    folder = dir.resolve("backups");
  }

  private void add(String name, int from, int to) {
    BackupFixture.add(
        data,
        name,
        IntStream.range(from, to)
            .mapToObj(i -> Passage.of("p" + i, "passage n" + i + " on topic t" + i % 17))
            .toList());
  }

  private BackupCollections.Report keepOne(String... forgotten) {
    try (StoreRouter stores = BackupFixture.stores(data)) {
      return new BackupCollections(stores)
          .run(
              new BackupCollections.Request(folder, List.of(), 1, List.of(forgotten)),
              heard,
              new Cancellation());
    }
  }

  private List<String> backups() {
    return CheckBackups.run(folder, true, (done, total) -> {}, new Cancellation())
        .backups()
        .stream()
        .map(CheckBackups.Found::name)
        .toList();
  }

  @Test
  void should_keep_the_newest_and_the_files_that_they_need() {
    for (int i = 0; i < 4; i++) {
      add("notes", i * 10, i * 10 + 10);
      BackupFixture.backUp(data, folder, 0);
    }
    add("notes", 40, 50);
    BackupCollections.Report last = BackupFixture.backUp(data, folder, 2);
    assertEquals(3, last.removed().size());
    CheckBackups.Report check =
        CheckBackups.run(folder, true, (done, total) -> {}, new Cancellation());
    assertTrue(check.ok(), () -> check.json().toString());
    assertEquals(2, check.backups().size());
    long stored =
        BackupFixture.files(folder.resolve("files")).stream()
            .mapToLong(file -> folder.resolve("files").resolve(file).toFile().length())
            .sum();
    assertEquals(check.bytes(), stored, "no file that no backup needs");
  }

  @Test
  void should_remove_no_file_while_a_manifest_cannot_be_read() throws Exception {
    add("notes", 0, 10);
    String first = BackupFixture.backUp(data, folder, 0).name();
    Files.writeString(folder.resolve("backups").resolve(first + ".json"), "{}");
    int before = BackupFixture.files(folder.resolve("files")).size();
    add("notes", 10, 20);
    BackupFixture.backUp(data, folder, 0, heard, step -> {});
    assertTrue(BackupFixture.files(folder.resolve("files")).size() >= before);
    assertFalse(heard.warnings.isEmpty());
    BackupFixture.restore(folder, dir.resolve("there"));
  }

  @Test
  void should_keep_the_newest_backup_of_a_collection_that_has_vanished() throws Exception {
    add("base", 0, 10);
    add("notes", 0, 10);
    BackupFixture.backUp(data, folder, 0);
    add("base", 10, 20);
    String last = BackupFixture.backUp(data, folder, 0).name();
    Path base = data.resolve("leann/base");
    BackupFixture.remove(base);
    Files.createSymbolicLink(base, dir.resolve("not mounted"));
    for (int i = 0; i < 2; i++) {
      heard.warnings.clear();
      String next = keepOne().name();
      assertEquals(List.of(last, next), backups());
      assertEquals(2, heard.warnings.size(), heard.warnings::toString);
      assertTrue(heard.warnings.get(0).contains("a link to nothing"), heard.warnings::toString);
      assertTrue(heard.warnings.get(1).contains("'--forget base'"), heard.warnings::toString);
    }
    RestoreCollections.Request back =
        new RestoreCollections.Request(folder, last, List.of("base"), "base.old", false);
    BackupFixture.restore(back, data, heard);
    try (VectorStore store = BackupFixture.leann(data)) {
      assertEquals(20, BackupFixture.content(store, "base.old").size());
    }
    assertEquals(2, keepOne("other").removed().size() + backups().size() - 1, "not the one");
    assertTrue(backups().contains(last));
    keepOne("base");
    assertEquals(1, backups().size());
  }

  @Test
  void should_remove_no_backup_while_one_cannot_be_read_and_say_so_once() throws Exception {
    add("notes", 0, 10);
    BackupFixture.backUp(data, folder, 0);
    String bad = BackupFixture.backUp(data, folder, 0).name();
    Files.writeString(folder.resolve("backups").resolve(bad + ".json"), "{}");
    BackupCollections.Report report = keepOne();
    assertEquals(List.of(), report.removed());
    assertEquals(1, heard.warnings.size(), heard.warnings::toString);
    Files.delete(folder.resolve("backups").resolve(bad + ".json"));
    assertEquals(2, keepOne().removed().size());
  }
}
