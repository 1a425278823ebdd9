package dev.ragged.app.sources;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.ingest.FileState;
import dev.ragged.ingest.Inventory;
import dev.ragged.ingest.Skipped;
import dev.ragged.ingest.SourceRules;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("random")
class RegistriesTest {
  private static final String VERSION_1 = "/golden/sources-v1.sources";
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @TempDir Path dir;

  /** Has one of everything. */
  private static Registry sample() {
    SourceRules rules =
        new SourceRules(List.of("*.md"), List.of("old/"), List.of("md", "pdf"), true);
    Map<String, FileState> files =
        Map.of(
            "/home/me/notes/tea.md",
            new FileState(41, 1_700_000_000_123_456_789L, "1 256 32", DIGEST, 2, null, null),
            "/home/me/notes/tea/été.md",
            new FileState(0, FileState.UNKNOWN, "", "by hand", FileState.NOT_COUNTED, null, null),
            "/home/me/notes/x.bin",
            new FileState(8, -5, "1 256 32", null, 0, Skipped.Reason.BINARY, "is binary."));
    Skipped link = new Skipped("/home/me/notes/l", Skipped.Reason.LINK, "is a link.");
    return new Registry(
        "notes",
        "leann",
        17,
        List.of(
            new RegisteredSource(
                Path.of("/home/me/notes"),
                rules,
                128,
                null,
                1_795_000_000_000L,
                files,
                List.of(link)),
            RegisteredSource.of(Path.of("/home/me/one.txt"), SourceRules.NONE, null, 16)),
        Map.of("/mnt/stray.txt", new FileState(3, 4, "1 128 16", DIGEST, 1, null, null)));
  }

  /** Writes the golden file of the current version; the argument is the file to make. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), RegistryFormat.encode(sample()));
  }

  @Test
  void should_read_what_version_1_wrote() throws IOException {
    try (InputStream in = getClass().getResourceAsStream(VERSION_1)) {
      assertEquals(sample(), RegistryFormat.decode(in.readAllBytes()));
    }
  }

  @Test
  void should_keep_a_registry_in_a_private_file() throws IOException {
    Registries registries = new Registries(dir);
    assertEquals(List.of(), registries.names());
    assertEquals(Registry.of("notes"), registries.load("notes"));
    registries.save(sample());
    assertEquals(sample(), registries.load("notes"));
    Path file = dir.resolve("sources/notes.sources");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String longest = "n".repeat(512);
    registries.save(Registry.of(longest));
    assertEquals(List.of(longest, "notes"), registries.names());
    assertEquals(longest, registries.load(longest).collection());
    registries.distrust("notes");
    assertEquals(Registry.UNKNOWN, registries.load("notes").passages());
    registries.forget("notes", "another backend");
    assertEquals(2, registries.load("notes").sources().size());
    registries.forget("notes", "leann");
    assertEquals(List.of(longest), registries.names());
  }

  @Test
  void should_take_a_damaged_registry_for_a_lost_one() throws IOException {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    Registries registries = new Registries(dir);
    registries.save(sample());
    Path file = dir.resolve("sources/notes.sources");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << random.nextInt(7));
      Files.write(file, bad);
      int at = i;
      if (i >= 8 && i < 12) { // the version
        assertThrows(RaggedException.class, () -> registries.load("notes"));
      } else {
        assertEquals(Registry.of("notes"), registries.load("notes"), () -> at + Seeds.repeat(seed));
      }
      Files.write(file, Arrays.copyOf(good, i));
      assertEquals(Registry.of("notes"), registries.load("notes"));
    }
    // What a lock-step checksum hides must not run away either.
    Files.write(file, good);
    assertArrayEquals(good, RegistryFormat.encode(registries.load("notes")));
  }

  @Test
  void should_be_small_for_many_files() throws IOException {
    Random random = new Random(Seeds.seed());
    Map<String, FileState> files = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      files.put(
          "/home/me/folder%03d/some/name of a note %06d.md".formatted(i / 200, i),
          new FileState(
              random.nextInt(100_000),
              1_700_000_000_000_000_000L + random.nextLong(100_000_000_000_000_000L),
              "1 256 32",
              HexFormat.of().formatHex(digest),
              1 + random.nextInt(50),
              null,
              null));
    }
    Registry registry =
        Registry.of("big")
            .with(RegisteredSource.of(Path.of("/home/me"), SourceRules.NONE, null, null))
            .with("leann", 5, new Inventory(files));
    byte[] encoded = RegistryFormat.encode(registry);
    System.out.println("A registry of 100,000 files has " + encoded.length + " bytes.");
    assertTrue(encoded.length < 6_000_000, encoded.length + " bytes");
    assertEquals(registry, RegistryFormat.decode(encoded));
  }

  @Test
  void should_give_each_file_to_the_innermost_source() {
    FileState state = new FileState(1, 2, "", DIGEST, 1, null, null);
    Registry registry =
        Registry.of("notes")
            .with(RegisteredSource.of(Path.of("/a"), SourceRules.NONE, null, null))
            .with(RegisteredSource.of(Path.of("/a/b"), SourceRules.NONE, null, null))
            .with(
                "leann",
                3,
                new Inventory(Map.of("/a/x", state, "/a/b/y", state, "/a/bc", state, "/z", state)));
    assertEquals(2, registry.source(Path.of("/a")).files().size());
    assertEquals(1, registry.source(Path.of("/a/b")).files().size());
    assertEquals(List.of("/z"), List.copyOf(registry.strays().keySet()));
    assertEquals(4, registry.files().size());
  }
}
