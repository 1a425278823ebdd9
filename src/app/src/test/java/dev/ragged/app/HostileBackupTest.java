package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.spi.DataFolders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of backups may come from anywhere: what it says is checked, and nothing leaves it. */
class HostileBackupTest {
  private static final String BODY = "\"backup\":";

  @TempDir Path dir;

  private Path folder;
  private Path manifest;

  @BeforeEach
  void a_backup() {
    folder = dir.resolve("backups");
    Path data = dir.resolve("data");
    try (VectorStore store = BackupFixture.leann(data);
        VectorCollection collection = store.create(CollectionSpec.of("tea"))) {
      collection.add(List.of(Passage.of("a", "Green tea is steeped at eighty degrees.")));
    }
    String name = BackupFixture.backUp(data, folder, 0).name();
    manifest = folder.resolve("backups").resolve(name + ".json");
  }

  private static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Changes the manifest and makes its checksum right again, as an attacker would. */
  private void forge(String from, String to) throws Exception {
    String text = Files.readString(manifest);
    String body = text.substring(text.indexOf(BODY) + BODY.length(), text.lastIndexOf('}'));
    String forged = body.replaceFirst(from, to);
    assertFalse(forged.equals(body), "nothing was changed");
    Files.writeString(
        manifest,
        "{\"magic\":\"ragged-backup\",\"version\":1,\"sha256\":\""
            + digest(forged.getBytes(StandardCharsets.UTF_8))
            + "\",\n"
            + BODY
            + forged
            + "}\n");
  }

  /** What went wrong, as one sentence; nothing may have been made but the lock of its turn. */
  private String refused() {
    Path there = dir.resolve("there");
    BackupFixture.Heard heard = new BackupFixture.Heard();
    String message;
    try {
      BackupFixture.restore(folder, there, null, heard);
      assertEquals(1, heard.failures.size(), "it was restored");
      message = heard.failures.get(0);
    } catch (RaggedException e) {
      message = e.getMessage();
    }
    List<String> made = Files.exists(there) ? BackupFixture.files(there) : List.of();
    assertEquals(List.of(), made.stream().filter(name -> !name.endsWith(".lock")).toList());
    assertFalse(Files.exists(dir.resolve("evil")));
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"path\":\"index/ | \"path\":\"../evil/",
        "\"path\":\"index/ | \"path\":\"/tmp/evil/",
        "\"path\":\"index/ | \"path\":\"a/../../../evil/",
        "\"path\":\"index/ | \"path\":\"a\\\\\\\\..\\\\\\\\evil",
        "\"path\":\"index/ | \"path\":\"C:/evil/",
        "\"path\":\"index/ | \"path\":\"./",
        "\"path\":\"index/ | \"path\":\"a//",
        "\"path\":\"index/ | \"path\":\"1/2/3/4/5/",
        "\"path\":\"index/[^\"]+\" | \"path\":\"collection.json\"",
        "\"path\":\"index/[^\"]+\" | \"path\":\"\"",
        "\"name\":\"tea\" | \"name\":\"../evil\"",
        "\"name\":\"tea\" | \"name\":\".hidden\"",
        "\"backend\":\"leann\" | \"backend\":\"../../evil\"",
        "\"backend\":\"leann\" | \"backend\":\"nobody\"",
        "\"size\":\\d+ | \"size\":-1",
        "\"size\":\\d+ | \"size\":1",
        "\"size\":\\d+ | \"size\":9000000000000000000",
        "\"size\":\\d+ | \"size\":1e99",
        "\"sha256\":\"[0-9a-f]+ | \"sha256\":\"../../../../etc/passwd",
        "\"sha256\":\"[0-9a-f]{2} | \"sha256\":\"00",
        "\"files\":\\[ | \"passages\":{\"count\":1,\"metric\":\"EVIL\",\"dimension\":3},\"files\":[",
        "\"files\":\\[ | \"passages\":{\"count\":1,\"metric\":\"COSINE\",\"dimension\":-3},\"files\":["
      })
  void should_refuse_a_forged_manifest(String from, String to) throws Exception {
    forge(from, to);
    refused();
  }

  @Test
  void should_refuse_the_same_collection_twice() throws Exception {
    forge("\"collections\":\\[(.*)\\]", "\"collections\":[$1,$1]");
    assertTrue(refused().contains("twice"));
  }

  @Test
  void should_refuse_a_later_version() throws Exception {
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"version\":1", "\"version\":2"));
    assertTrue(refused().contains("later version"));
  }

  @Test
  void should_refuse_a_damaged_manifest() throws Exception {
    long seed = 99;
    Random random = new Random(seed);
    byte[] good = Files.readAllBytes(manifest);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      int at = random.nextInt(bad.length - 1); // the line end at the end means nothing
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(manifest, bad);
      refused();
      Files.write(manifest, java.util.Arrays.copyOf(good, random.nextInt(good.length - 1)));
      refused();
    }
  }

  @Test
  void should_follow_no_link_and_open_no_device() throws Exception {
    for (String file : BackupFixture.files(folder.resolve("files"))) {
      Path pooled = folder.resolve("files").resolve(file);
      Path elsewhere = dir.resolve("elsewhere");
      Files.move(pooled, elsewhere);
      Files.createSymbolicLink(pooled, elsewhere);
      refused();
      Files.delete(pooled);
      refused();
      Files.createDirectory(pooled);
      refused();
      Files.delete(pooled);
      Files.move(elsewhere, pooled);
    }
    Path real = dir.resolve("real.json");
    Files.move(manifest, real);
    Files.createSymbolicLink(manifest, real);
    refused();
  }

  @Test
  void should_refuse_files_that_are_no_sound_collection() throws Exception {
    forge("\"path\":\"index/segments_[0-9a-z]+\"", "\"path\":\"index/segments_zz\"");
    refused();
  }

  @Test
  void should_find_damaged_files_when_asked_to_check() throws Exception {
    for (String file : BackupFixture.files(folder.resolve("files"))) {
      Path pooled = folder.resolve("files").resolve(file);
      byte[] good = Files.readAllBytes(pooled);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 4;
      Files.write(pooled, bad);
      CheckBackups.Report report =
          CheckBackups.run(folder, true, (done, total) -> {}, new Cancellation());
      assertFalse(report.ok(), file);
      refused();
      Files.write(pooled, good);
    }
    assertTrue(CheckBackups.run(folder, true, (done, total) -> {}, new Cancellation()).ok());
    assertThrows(
        RaggedException.class,
        () -> CheckBackups.run(dir, true, (done, total) -> {}, new Cancellation()));
  }

  // ---------------------------------------------------------------- the folder itself

  /** Neither reads nor writes a folder, and says so in one sentence. */
  private void refusedBothWays(String name, String what) {
    for (Executable attempt :
        List.<Executable>of(
            () -> BackupFixture.backUp(dir.resolve("data"), folder, 1),
            () -> BackupFixture.restore(folder, dir.resolve("there")),
            () -> CheckBackups.run(folder, true, (done, total) -> {}, new Cancellation()))) {
      String message = assertThrows(RaggedException.class, attempt).getMessage();
      assertTrue(message.contains("'" + folder.resolve(name) + "' is " + what), message);
    }
    assertFalse(Files.exists(dir.resolve("there")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "backups", "lock"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void should_use_no_folder_in_which_something_else_has_a_name(String name) throws Exception {
    Path place = folder.resolve(name);
    Path elsewhere = dir.resolve("elsewhere");
    Files.move(place, elsewhere);
    if (!name.equals("lock")) {
      Files.writeString(elsewhere.resolve("a".repeat(64)), "a letter");
    }
    List<String> before = BackupFixture.files(elsewhere);
    Files.createSymbolicLink(place, elsewhere);
    refusedBothWays(name, "a link");
    assertEquals(before, BackupFixture.files(elsewhere));
    Files.delete(place);
    Files.createSymbolicLink(place, dir.resolve("victim"));
    refusedBothWays(name, "a link");
    assertFalse(Files.exists(dir.resolve("victim")));
    Files.delete(place);
    BackupFixture.makePipe(place);
    refusedBothWays(name, "a pipe or device");
  }

  @Test
  void should_not_write_to_a_folder_of_another_user() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    for (String name : List.of("", "files", "backups", "lock")) {
      Path given = folder.resolve(name);
      Files.setAttribute(given, "unix:uid", 65534);
      RaggedException refused =
          assertThrows(
              RaggedException.class, () -> BackupFixture.backUp(dir.resolve("data"), folder, 1));
      assertTrue(refused.getMessage().contains("belongs to another user"), refused.getMessage());
      Files.setAttribute(given, "unix:uid", 0);
    }
    assertEquals(1, BackupFixture.files(folder.resolve("backups")).size());
  }

  @Test
  void should_warn_of_others_who_can_write() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
    BackupFixture.Heard heard = new BackupFixture.Heard();
    BackupFixture.backUp(dir.resolve("data"), folder, 0, heard, step -> {});
    assertEquals(1, heard.warnings.size(), heard.warnings::toString);
    assertTrue(heard.warnings.get(0).contains("chmod go-w"), heard.warnings::toString);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    BackupFixture.backUp(dir.resolve("data"), folder, 0, heard, step -> {});
    assertEquals(1, heard.warnings.size(), heard.warnings::toString);
  }

  @Test
  void should_name_permissions_where_they_forbid_to_look() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may look everywhere");
    Files.setPosixFilePermissions(folder, Set.of());
    try {
      String message =
          assertThrows(RaggedException.class, () -> BackupFixture.restore(folder, dir.resolve("x")))
              .getMessage();
      assertTrue(message.contains("permissions"), message);
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  // ---------------------------------------------------------------- settings

  /** Restores settings that may be wrong elsewhere. */
  private RestoreSettings.Report settings(String text) throws Exception {
    Path data = dir.resolve("data");
    String backup;
    try (StoreRouter stores = BackupFixture.stores(data)) {
      Files.writeString(data.resolve("config.yaml"), text);
      backup =
          new BackupCollections(stores)
              .run(
                  new BackupCollections.Request(folder, List.of(), 0, List.of()),
                  new BackupFixture.Heard(),
                  new Cancellation())
              .name();
    }
    Files.delete(data.resolve("config.yaml"));
    DataFolders.remove(dir.resolve("there"));
    try (StoreRouter stores = BackupFixture.stores(dir.resolve("there"))) {
      return RestoreSettings.run(stores, folder, backup);
    }
  }

  @Test
  void should_bring_no_settings_unasked() throws Exception {
    Files.writeString(dir.resolve("data/config.yaml"), "limit: 7\n");
    BackupFixture.backUp(dir.resolve("data"), folder, 0);
    Path there = dir.resolve("there");
    assertEquals(RestoreCollections.Config.LEFT, BackupFixture.restore(folder, there).config());
    assertFalse(Files.exists(there.resolve("config.yaml")));
  }

  @Test
  void should_say_which_settings_it_brought() throws Exception {
    RestoreSettings.Report report = settings("limit: 7\ncollection: notes\n");
    assertEquals(List.of("collection", "limit"), report.keys());
    assertEquals("limit: 7\ncollection: notes\n", Files.readString(report.file()));
    try (StoreRouter stores = BackupFixture.stores(dir.resolve("there"))) {
      String message =
          assertThrows(RaggedException.class, () -> RestoreSettings.run(stores, folder, null))
              .getMessage();
      assertTrue(message.contains("already"), message);
    }
  }

  @Test
  void should_say_that_settings_are_wrong_and_bring_none_that_are_too_large() throws Exception {
    assertTrue(settings("evil: 7\n").problem().contains("'evil'"));
    assertThrows(RaggedException.class, () -> settings("#" + "x".repeat(1 << 20)));
    assertFalse(Files.exists(dir.resolve("there/config.yaml")));
  }
}
