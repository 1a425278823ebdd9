package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.ReferenceVectorStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups that released versions made are still restored. The file of a version is made once, by
 * {@link #main}, and never changed.
 */
class GoldenBackupTest {
  private static final String VERSION_1 = "/golden/backup-v1.zip";

  @TempDir Path dir;

  private static List<Passage> passages() {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      passages.add(Passage.of("p" + i, "passage number n" + i));
    }
    return passages;
  }

  /** Writes the golden file of the current version; the argument is the zip to make. */
  public static void main(String[] args) throws IOException {
    Path dir = Files.createTempDirectory("golden");
    Path data = dir.resolve("data");
    try (VectorStore store = BackupFixture.leann(data);
        VectorCollection near = store.create(CollectionSpec.of("near"))) {
      near.add(passages());
    }
    try (VectorStore store =
            ReferenceVectorStore.open(
                BackupFixture.PlainProvider.place(data), BackupFixture.MODEL);
        VectorCollection far = store.create(CollectionSpec.of("far"))) {
      far.add(passages());
    }
    Files.writeString(data.resolve("config.yaml"), "limit: 5\n");
    Path folder = dir.resolve("backups");
    BackupFixture.backUp(data, folder, 0);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])))) {
      for (String file : BackupFixture.files(folder)) {
        zip.putNextEntry(new ZipEntry(file));
        Files.copy(folder.resolve(file), zip);
      }
    }
  }

  private Path unzip() throws IOException {
    Path folder = dir.resolve("backups");
    try (InputStream in = getClass().getResourceAsStream(VERSION_1);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    return folder;
  }

  @Test
  void should_restore_what_version_1_backed_up() throws Exception {
    Path folder = unzip();
    assertTrue(CheckBackups.run(folder, true, (done, total) -> {}, new Cancellation()).ok());
    Path there = dir.resolve("there");
    RestoreCollections.Report report = BackupFixture.restore(folder, there);
    assertEquals(List.of(), report.failed());
    try (StoreRouter stores = BackupFixture.stores(there)) {
      assertEquals(List.of("limit"), RestoreSettings.run(stores, folder, null).keys());
    }
    assertEquals("limit: 5\n", Files.readString(there.resolve("config.yaml")));
    Map<String, String> expected = new TreeMap<>();
    passages().forEach(passage -> expected.put(passage.id(), passage.text()));
    try (VectorStore near = BackupFixture.leann(there);
        VectorStore far =
            ReferenceVectorStore.open(
                BackupFixture.PlainProvider.place(there), BackupFixture.MODEL);
        VectorCollection collection = far.open("far")) {
      assertEquals(expected, BackupFixture.content(near, "near"));
      assertEquals(expected, BackupFixture.content(far, "far"));
      assertEquals(BackupFixture.MODEL.identity(), collection.info().model());
      assertEquals(30, collection.stream(Selection.all()).filter(p -> p.vector() == null).count());
    }
    // It goes on from there, and takes over what is already stored.
    assertEquals(0, BackupFixture.backUp(there, folder, 0).newFiles());
  }
}
