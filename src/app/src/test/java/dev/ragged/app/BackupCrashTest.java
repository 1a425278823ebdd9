package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.spi.DataFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that dies after any change it makes leaves the earlier ones as they were. */
class BackupCrashTest {
  @TempDir Path dir;

  private Path data;
  private Path folder;

  @BeforeEach
  void two_collections_and_a_backup() {
    data = dir.resolve("data");
    folder = dir.resolve("backups");
    add("tea", "a", "Green tea is steeped at eighty degrees.");
    add("moon", "b", "The moon orbits the earth.");
  }

  private void add(String name, String id, String text) {
    BackupFixture.add(data, name, List.of(Passage.of(id, text)));
  }

  private static void leftovers(Path folder, int expected) {
    List<String> parts =
        BackupFixture.files(folder).stream().filter(file -> file.contains(".unfinished")).toList();
    assertTrue(parts.size() <= expected, parts::toString);
  }

  private Map<String, Map<String, String>> restored(Path folder, String at, Path to) {
    BackupFixture.Heard heard = new BackupFixture.Heard();
    BackupFixture.restore(folder, to, at, heard);
    assertEquals(List.of(), heard.failures);
    try (VectorStore store = BackupFixture.leann(to)) {
      return Map.of(
          "tea", BackupFixture.content(store, "tea"), "moon", BackupFixture.content(store, "moon"));
    }
  }

  @Test
  void should_leave_earlier_backups_whole_wherever_it_stops() throws Exception {
    String first = BackupFixture.backUp(data, folder, 0).name();
    Map<String, Map<String, String>> old = restored(folder, first, dir.resolve("old"));
    add("tea", "c", "Black tea is steeped with boiling water.");
    List<String> steps = new ArrayList<>();
    String second =
        BackupFixture.backUp(
                data,
                folder,
                1,
                new BackupFixture.Heard(),
                step -> {
                  // What a kill at this moment would leave.
                  BackupFixture.copy(folder, dir.resolve("crash" + steps.size()));
                  steps.add(step);
                })
            .name();
    Map<String, Map<String, String>> current = restored(folder, second, dir.resolve("new"));
    assertTrue(
        steps.containsAll(
            List.of(
                "wrote a part",
                "stored a file",
                "wrote the manifest",
                "published the manifest",
                "removed a manifest",
                "removed a file")),
        steps::toString);
    for (int i = 0; i < steps.size(); i++) {
      String message = "after step " + i + ", " + steps.get(i);
      Path crashed = dir.resolve("crash" + i);
      leftovers(crashed, 1);
      CheckBackups.Report check =
          CheckBackups.run(crashed, true, (done, total) -> {}, new Cancellation());
      assertTrue(check.ok(), message + check.json());
      assertFalse(check.backups().isEmpty(), message);
      // Files that are stored one after the other make the same difference.
      boolean restores = i % 4 == 0 || steps.get(i).contains("manifest");
      for (CheckBackups.Found found : restores ? check.backups() : List.<CheckBackups.Found>of()) {
        assertEquals(
            found.name().equals(first) ? old : current,
            restored(crashed, found.name(), dir.resolve("back" + i + found.name())),
            message);
      }
      // The next one works and tidies up.
      BackupFixture.backUp(data, crashed, 1);
      assertEquals(
          BackupFixture.files(folder).size(), BackupFixture.files(crashed).size(), message);
      leftovers(crashed, 0);
    }
  }

  @Test
  void should_begin_where_the_first_of_all_died() {
    List<String> steps = new ArrayList<>();
    BackupFixture.backUp(
        data,
        folder,
        0,
        new BackupFixture.Heard(),
        step -> {
          BackupFixture.copy(folder, dir.resolve("crash" + steps.size()));
          steps.add(step);
        });
    for (int i = 0; i < steps.size(); i++) {
      Path crashed = dir.resolve("crash" + i);
      BackupFixture.backUp(data, crashed, 0);
      assertTrue(CheckBackups.run(crashed, true, (d, t) -> {}, new Cancellation()).ok());
      leftovers(crashed, 0);
    }
  }

  @Test
  void should_not_exist_if_it_was_cancelled_or_failed() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    try (StoreRouter stores = BackupFixture.stores(data)) {
      BackupCollections.Report report =
          new BackupCollections(stores)
              .run(
                  new BackupCollections.Request(folder, List.of(), 0, List.of()),
                  new BackupFixture.Heard(),
                  cancellation);
      assertTrue(report.cancelled());
    }
    assertThrows(
        IllegalStateException.class,
        () ->
            BackupFixture.backUp(
                data,
                folder,
                0,
                new BackupFixture.Heard(),
                step -> {
                  if (step.equals("wrote the manifest")) {
                    throw new IllegalStateException(step);
                  }
                }));
    try (BackupFolder open = BackupFolder.toRead(folder)) {
      assertEquals(List.of(), open.names());
    }
  }

  @Test
  void should_let_one_at_a_time_use_a_folder() {
    BackupFixture.backUp(data, folder, 0);
    try (BackupFolder open = BackupFolder.toWrite(folder, step -> {})) {
      assertEquals(folder, open.path());
      RaggedException second =
          assertThrows(RaggedException.class, () -> BackupFixture.backUp(data, folder, 0));
      assertTrue(second.getMessage().contains("is using"), second.getMessage());
    }
  }

  @Test
  void should_put_a_collection_back_that_a_dead_replacement_had_moved_aside() throws Exception {
    BackupFixture.backUp(data, folder, 0);
    Path leann = data.resolve("leann");
    Files.move(leann.resolve("tea"), leann.resolve(".replaced-tea-123"));
    DataFolders.create(leann.resolve(".replaced-moon-77/index"));
    BackupFixture.Heard heard = new BackupFixture.Heard();
    BackupFixture.restore(
        new RestoreCollections.Request(folder, null, List.of("moon"), null, true), data, heard);
    assertEquals(List.of(), heard.failures);
    try (VectorStore store = BackupFixture.leann(data)) {
      assertEquals(List.of("moon", "tea"), store.names());
      assertEquals(1, BackupFixture.content(store, "tea").size());
    }
    assertEquals(
        List.of(),
        BackupFixture.files(leann).stream().filter(file -> file.startsWith(".")).toList());
  }
}
