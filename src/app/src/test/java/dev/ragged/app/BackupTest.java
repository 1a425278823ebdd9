package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.ReferenceVectorStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup takes, and what comes back. */
class BackupTest {
  @TempDir Path dir;

  private Path data;
  private Path folder;
  private final BackupFixture.Heard heard = new BackupFixture.Heard();

  @BeforeEach
  void folders() {
    data = dir.resolve("data");
    folder = dir.resolve("backups");
  }

  private static List<Passage> passages(int from, int to) {
    List<Passage> passages = new ArrayList<>();
    for (int i = from; i < to; i++) {
      passages.add(
          Passage.of(
              "p" + i,
              "passage n" + i + " on topic t" + i % 17,
              Metadata.of(Map.of("year", (long) i, "share", i / 7.0, "tags", List.of("a", "b")))));
    }
    return passages;
  }

  private void add(String name, int from, int to) {
    BackupFixture.add(data, name, passages(from, to));
  }

  private RestoreCollections.Request request(String only, String as, boolean replace) {
    return new RestoreCollections.Request(
        folder, null, only == null ? List.of() : List.of(only), as, replace);
  }

  @Test
  void should_store_only_what_is_new() {
    add("big", 0, 3_000);
    BackupCollections.Report first = BackupFixture.backUp(data, folder, 0);
    assertEquals(first.bytes(), first.newBytes());
    BackupCollections.Report same = BackupFixture.backUp(data, folder, 0);
    assertEquals(0, same.newBytes());
    assertEquals(0, same.newFiles());
    add("big", 3_000, 3_030);
    BackupCollections.Report more = BackupFixture.backUp(data, folder, 0);
    assertTrue(
        more.newBytes() > 0 && more.newBytes() < first.bytes() / 10,
        more.newBytes() + " of " + first.bytes());
    BackupFixture.restore(folder, dir.resolve("then"), same.name(), heard);
    try (VectorStore store = BackupFixture.leann(dir.resolve("then"))) {
      assertEquals(3_000, BackupFixture.content(store, "big").size());
    }
  }

  @Test
  void should_say_once_that_no_collection_can_be_made() throws Exception {
    add("notes", 0, 10);
    add("poems", 0, 10);
    BackupFixture.backUp(data, folder, 0);
    Path there = Files.createDirectory(dir.resolve("there"));
    Files.createSymbolicLink(there.resolve("leann"), dir.resolve("nowhere"));
    RestoreCollections.Report report = BackupFixture.restore(folder, there, null, heard);
    assertEquals(1, heard.failures.size(), heard.failures::toString);
    assertTrue(heard.failures.get(0).contains("something else is at"), heard.failures::toString);
    assertEquals(
        List.of("notes", "poems"), report.failed().stream().map(one -> one.get("name")).toList());
  }

  @Test
  void should_stop_a_check_within_a_file() {
    add("notes", 0, 10);
    BackupFixture.backUp(data, folder, 0);
    Cancellation cancellation = new Cancellation();
    long[] seen = {0};
    CheckBackups.Report report =
        CheckBackups.run(
            folder,
            true,
            (done, total) -> {
              seen[0]++;
              cancellation.cancel();
            },
            cancellation);
    assertEquals(1, seen[0]);
    assertTrue(report.cancelled());
    assertFalse(report.ok());
  }

  @Test
  void should_restore_to_another_place() throws Exception {
    add("notes", 0, 40);
    Files.writeString(data.resolve("config.yaml"), "limit: 7\n");
    BackupFixture.backUp(data, folder, 0);
    Path there = dir.resolve("there");
    RestoreCollections.Report report = BackupFixture.restore(folder, there);
    assertEquals(RestoreCollections.Config.LEFT, report.config());
    try (VectorStore store = BackupFixture.leann(there);
        VectorCollection notes = store.open("notes");
        Stream<Passage> all = notes.stream(Selection.all())) {
      assertEquals(passages(0, 40).size(), all.toList().size());
      assertEquals(
          passages(7, 8).get(0).metadata(),
          notes.stream(Selection.ids(List.of("p7"))).toList().get(0).metadata());
      notes.upsert(passages(40, 50)); // it goes on from there
    }
  }

  @Test
  void should_never_touch_what_exists_unless_told() {
    add("notes", 0, 10);
    BackupFixture.backUp(data, folder, 0);
    add("notes", 10, 20);
    assertThrows(
        CollectionExistsException.class,
        () -> BackupFixture.restore(request(null, null, false), data, heard));
    BackupFixture.restore(request("notes", "notes.old", false), data, heard);
    try (VectorStore store = BackupFixture.leann(data)) {
      assertEquals(20, BackupFixture.content(store, "notes").size());
      assertEquals(10, BackupFixture.content(store, "notes.old").size());
    }
    LeannOptions patient = LeannOptions.defaults().withIdleLock(Duration.ofDays(1));
    try (VectorStore store =
        LeannVectorStore.open(data.resolve("leann"), BackupFixture.MODEL, patient)) {
      try (VectorCollection writing = store.open("notes")) {
        writing.upsert(passages(20, 21));
        BackupFixture.restore(request("notes", null, true), data, heard);
        assertEquals(1, heard.failures.size());
        assertTrue(heard.failures.get(0).contains("process"), "who holds it: " + heard.failures);
      }
    }
    heard.failures.clear();
    BackupFixture.restore(request("notes", null, true), data, heard);
    assertEquals(List.of(), heard.failures);
    try (VectorStore store = BackupFixture.leann(data)) {
      assertEquals(10, BackupFixture.content(store, "notes").size());
    }
  }

  @Test
  void should_replace_a_damaged_collection_and_back_up_the_others() throws Exception {
    add("good", 0, 10);
    add("bad", 0, 200);
    BackupFixture.backUp(data, folder, 0);
    add("bad", 200, 900);
    Path index = data.resolve("leann/bad/index");
    Path largest =
        BackupFixture.files(index).stream()
            .map(index::resolve)
            .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(largest, bytes);
    BackupCollections.Report report = BackupFixture.backUp(data, folder, 1, heard, step -> {});
    assertEquals(1, report.failed().size());
    assertTrue(heard.failures.get(0).contains("is damaged"), heard.failures::toString);
    assertEquals(List.of(), report.removed(), "the good backup of it stays");
    RestoreCollections.Request old =
        new RestoreCollections.Request(
            folder,
            CheckBackups.run(folder, false, (d, t) -> {}, new Cancellation())
                .backups()
                .get(0)
                .name(),
            List.of("bad"),
            null,
            true);
    BackupFixture.restore(old, data, heard);
    try (VectorStore store = BackupFixture.leann(data)) {
      assertEquals(200, BackupFixture.content(store, "bad").size());
    }
  }

  @Test
  void should_refuse_folders_that_are_no_place_for_backups() throws Exception {
    RaggedException nothing =
        assertThrows(RaggedException.class, () -> BackupFixture.backUp(data, folder, 0));
    assertTrue(nothing.getMessage().contains("no collections"), nothing.getMessage());
    add("notes", 0, 10);
    Path inside = data.resolve("backups");
    assertThrows(RaggedException.class, () -> BackupFixture.backUp(data, inside, 0));
    assertFalse(Files.exists(inside));
    Path linked = Files.createSymbolicLink(dir.resolve("link"), data);
    assertThrows(
        RaggedException.class, () -> BackupFixture.backUp(data, linked.resolve("deep/er"), 0));
    Files.writeString(Files.createDirectory(dir.resolve("other")).resolve("letter.txt"), "Dear");
    assertThrows(RaggedException.class, () -> BackupFixture.backUp(data, dir.resolve("other"), 0));
    assertThrows(
        RaggedException.class,
        () -> BackupFixture.backUp(data, dir.resolve("other/letter.txt"), 0));
    assertThrows(RaggedException.class, () -> BackupFixture.restore(dir.resolve("other"), data));
  }

  @Test
  void should_be_private() throws Exception {
    add("notes", 0, 10);
    BackupFixture.backUp(data, folder, 0);
    BackupFixture.restore(folder, dir.resolve("there"));
    for (Path top : List.of(folder, dir.resolve("there"))) {
      try (Stream<Path> paths = Files.walk(top)) {
        for (Path path : paths.filter(p -> !p.endsWith("write.lock")).toList()) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
          assertTrue(mode.endsWith("------"), path + " " + mode);
        }
      }
    }
  }

  @Test
  void should_not_take_the_files_of_an_earlier_collection_of_that_name() {
    add("notes", 100, 200);
    BackupFixture.backUp(data, folder, 0);
    try (VectorStore store = BackupFixture.leann(data)) {
      store.drop("notes");
    }
    add("notes", 200, 300); // files of the same names, some of the same sizes
    BackupFixture.backUp(data, folder, 0);
    BackupFixture.restore(folder, dir.resolve("there"), null, heard);
    assertEquals(List.of(), heard.failures);
    try (VectorStore store = BackupFixture.leann(dir.resolve("there"))) {
      assertTrue(BackupFixture.content(store, "notes").containsKey("p250"));
    }
  }

  // ---------------------------------------------------------------- as passages

  private VectorCollection plain(Path place, String name) {
    VectorStore store =
        ReferenceVectorStore.open(BackupFixture.PlainProvider.place(place), BackupFixture.MODEL);
    return store.names().contains(name)
        ? store.open(name)
        : store.create(new CollectionSpec(name, Metric.DOT_PRODUCT, 16));
  }

  @Test
  void should_give_back_passages_bit_for_bit() {
    long seed = 4711;
    Random random = new Random(seed);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      float[] vector = new float[16];
      for (int d = 0; d < vector.length; d++) {
        float value = Float.intBitsToFloat(random.nextInt());
        vector[d] = Float.isFinite(value) ? value : d;
      }
      passages.add(
          new Passage(
              "é" + i,
              i % 3 == 0 ? null : "line\n\"quoted\" \u2028 " + i,
              Metadata.of(Map.of("d", random.nextDouble(), "l", random.nextLong(), "b", true)),
              vector));
    }
    plain(data, "far").upsert(passages);
    BackupCollections.Report first = BackupFixture.backUp(data, folder, 0, heard, step -> {});
    assertTrue(first.newFiles() > 2, "several files");
    plain(data, "far").delete(Selection.ids(List.of("é1000")));
    BackupCollections.Report second = BackupFixture.backUp(data, folder, 0, heard, step -> {});
    assertEquals(1, second.newFiles(), "one passage less changes one file");
    Path there = dir.resolve("there");
    BackupFixture.restore(folder, there, first.name(), heard);
    assertEquals(List.of(), heard.failures);
    assertEquals(List.of(), heard.warnings);
    VectorCollection restored = plain(there, "far");
    assertEquals(Metric.DOT_PRODUCT, restored.info().metric());
    List<String> ids = passages.stream().map(Passage::id).toList();
    List<float[]> vectors = restored.embeddings(ids);
    Map<String, Passage> found = new java.util.HashMap<>();
    restored.stream(Selection.all()).forEach(passage -> found.put(passage.id(), passage));
    assertEquals(4_000, found.size());
    for (int i = 0; i < passages.size(); i++) {
      Passage expected = passages.get(i);
      assertArrayEquals(expected.vector(), vectors.get(i), "seed " + seed);
      assertEquals(expected.text(), found.get(expected.id()).text());
      assertEquals(expected.metadata(), found.get(expected.id()).metadata());
    }
  }

  /** Changes a passage whenever a reading has ended, so often. */
  private BackupCollections.Report backUpWhileWriting(int changes) {
    plain(data, "far").upsert(passages(0, 600));
    int[] left = {changes};
    BackupFixture.Heard writing =
        new BackupFixture.Heard() {
          @Override
          public void passages(String collection, long done, long total, int reading) {
            if (done >= 600 && left[0]-- > 0) {
              plain(data, "far").upsert(List.of(Passage.of("p3", "changed " + left[0])));
            }
          }

          @Override
          public void warning(String sentence) {
            heard.warning(sentence);
          }
        };
    return BackupFixture.backUp(data, folder, 0, writing, step -> {});
  }

  @Test
  void should_read_again_until_nobody_has_written() {
    BackupCollections.Report report = backUpWhileWriting(2);
    assertFalse(report.collections().get(0).mixed());
    assertEquals(List.of(), heard.warnings);
    BackupFixture.restore(folder, dir.resolve("there"));
    Passage changed =
        plain(dir.resolve("there"), "far").stream(Selection.ids(List.of("p3"))).toList().get(0);
    assertEquals("changed 0", changed.text());
  }

  @Test
  void should_say_that_somebody_wrote_all_the_time() {
    BackupCollections.Report report = backUpWhileWriting(1_000);
    assertTrue(report.collections().get(0).mixed());
    assertEquals(1, heard.warnings.size());
    assertTrue(report.json().toString().contains("consistent=false"));
  }

  @Test
  void should_replace_passages_only_once_all_have_arrived() throws Exception {
    plain(data, "far").upsert(passages(0, 600));
    BackupFixture.backUp(data, folder, 0);
    plain(data, "far").upsert(passages(600, 700));
    for (String file : BackupFixture.files(folder.resolve("files"))) {
      Path kept = folder.resolve("files").resolve(file);
      byte[] good = Files.readAllBytes(kept);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      Files.write(kept, bad);
      BackupFixture.restore(request(null, null, true), data, heard);
      assertEquals(1, heard.failures.size(), heard.failures::toString);
      heard.failures.clear();
      assertEquals(700, plain(data, "far").info().passages());
      Files.write(kept, good);
    }
    BackupFixture.restore(request(null, null, true), data, heard);
    assertEquals(List.of(), heard.failures);
    assertEquals(600, plain(data, "far").info().passages());
    try (StoreRouter stores = BackupFixture.stores(data);
        VectorStore store = stores.open("reference", null)) {
      assertEquals(List.of("far"), store.names());
    }
  }
}
