package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Utf8;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("random")
class IngesterTest extends IngestFixture {
  private List<Passage> of(Path file) {
    List<Passage> passages = new ArrayList<>();
    for (int n = 0; ; n++) {
      Passage passage = collection.passages.get(file + "#" + n);
      if (passage == null) {
        return passages;
      }
      passages.add(passage);
    }
  }

  private static String why(IngestReport report, Path path) {
    return report.skipped().stream()
        .filter(skipped -> skipped.path().equals(path.toString()))
        .map(Skipped::why)
        .findFirst()
        .orElse("not skipped");
  }

  private static long number(Passage passage, String key) {
    return (Long) passage.metadata().get(key).orElse(0L);
  }

  @Test
  void should_index_a_folder_with_lines_and_bytes_that_add_up() throws IOException {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("# The title\n\n");
    for (int i = 0; i < 200; i++) {
      text.append("Line").append(i).append(" w\u00f6rter ".repeat(random.nextInt(6)));
      text.append(random.nextInt(4) == 0 ? ".\n\n" : "\n");
    }
    Path file = write("docs/a.md", text.toString());
    IngestReport report = add(folder);
    String context = Seeds.repeat(seed);
    assertEquals(1, report.files());
    List<Passage> passages = of(file);
    assertEquals(passages.size(), report.passages());
    assertEquals(collection.passages.size(), report.passages());
    assertEquals(Utf8.length(text), report.rawTextBytes());
    String[] lines = text.toString().split("\n", -1);
    long bytes = 0;
    for (Passage passage : passages) {
      bytes += Utf8.length(passage.text()) - number(passage, Metadata.OVERLAP_BYTES);
      String visible = passage.text().strip();
      String first = visible.lines().findFirst().orElseThrow().strip();
      String last = visible.lines().reduce((a, b) -> b).orElseThrow().strip();
      int start = (int) number(passage, Metadata.START_LINE);
      int end = (int) number(passage, Metadata.END_LINE);
      assertTrue(lines[start - 1].contains(first), context);
      assertTrue(lines[end - 1].contains(last), context);
      assertEquals(
          passage.id().endsWith("#0"),
          passage.metadata().get(SlicedPassages.DIGEST).isPresent(),
          context);
    }
    assertEquals(report.rawTextBytes(), bytes, context);
    assertEquals("The title", passages.get(0).metadata().get("title").orElseThrow());
    assertEquals(file.toString(), passages.get(1).metadata().get(Metadata.SOURCE).orElseThrow());
    assertFalse(report.cancelled());
  }

  @Test
  void should_leave_unchanged_files_alone() throws IOException {
    Path a = write("a.txt", "One two three.");
    write("b.txt", "Four five six.");
    assertEquals(2, add(folder).files());
    int writes = collection.writes;
    IngestReport again = add(folder);
    assertEquals(writes, collection.writes);
    assertEquals(2, again.unchanged());
    assertEquals(0, again.files());
    assertEquals(1, add(a).unchanged());
    IngestReport other =
        ingester(new IngestOptions(20, 4, 100_000, 10), IngestListener.NONE).add(List.of(folder));
    assertEquals(2, other.files(), "other passages are wanted");
  }

  @Test
  void should_replace_a_changed_file_as_a_whole() throws IOException {
    Path a = write("a.txt", "Old text here. ".repeat(20));
    Path b = write("b.txt", "Other text.");
    add(folder);
    assertTrue(of(a).size() > 3);
    write("a.txt", "New text.");
    IngestReport report = add(folder);
    assertEquals(1, report.files());
    assertEquals(1, report.unchanged());
    assertEquals(List.of("New text."), of(a).stream().map(Passage::text).toList());
    assertEquals(1, of(b).size());
    assertEquals(2, collection.passages.size());
  }

  @Test
  void should_remove_files_that_are_gone_from_an_added_folder_only() throws IOException {
    Path kept = write("one/kept.txt", "Kept.");
    Path gone = write("one/gone.txt", "Gone.");
    Path other = write("one-more/other.txt", "Other.");
    add(folder);
    Files.delete(gone);
    Files.delete(other);
    IngestReport report = add(folder.resolve("one"));
    assertEquals(1, report.removed());
    assertEquals(1, of(kept).size());
    assertEquals(0, of(gone).size());
    assertEquals(1, of(other).size(), "its folder was not added this time");
    assertEquals(0, of(gone).size());
  }

  @Test
  void should_drop_what_has_no_text_now_and_keep_what_failed() throws IOException {
    Path emptied = write("emptied.txt", "Text.");
    Path binary = write("binary.txt", "Text.");
    Path broken = write("broken.pdf", Samples.pdf(null, "A page."));
    add(folder);
    assertEquals(3, collection.passages.size());
    write("emptied.txt", "");
    write("binary.txt", new byte[100]);
    write("broken.pdf", "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8));
    IngestReport report = add(folder);
    assertEquals(2, report.removed());
    assertEquals("is empty. Its earlier passages were removed.", why(report, emptied));
    assertTrue(why(report, binary).startsWith("is binary"));
    assertTrue(why(report, broken).endsWith("Its earlier passages stay."));
    assertEquals(1, of(broken).size());
    assertEquals(1, collection.passages.size());
  }

  @Test
  void should_give_pages_for_pdf() throws IOException {
    Path file = write("a.pdf", Samples.pdf(null, "First page.", "Second page. ".repeat(8)));
    add(file);
    List<Passage> passages = of(file);
    assertEquals(1, number(passages.get(0), Metadata.PAGE));
    assertEquals(2, number(passages.get(passages.size() - 1), Metadata.PAGE));
    assertTrue(passages.get(0).metadata().get(Metadata.START_LINE).isEmpty());
    assertEquals("A PDF title", passages.get(0).metadata().get("title").orElseThrow());
  }

  @Test
  void should_skip_hidden_and_build_folders_unless_named() throws IOException {
    write(".git/config", "Hidden.");
    write(".hidden.txt", "Hidden.");
    write("node_modules/a.js", "Package.");
    write("pom.xml", "<a/>");
    Path built = write("target/a.txt", "Built.");
    Path plain = write("docs/target/a.txt", "Not built.");
    IngestReport report = add(folder);
    assertEquals(2, report.files());
    assertEquals(1, of(plain).size());
    assertTrue(why(report, folder.resolve("target")).contains("build output"));
    assertTrue(why(report, folder.resolve("node_modules")).contains("packages"));
    assertEquals(1, add(built).files());
    assertEquals(0, add(folder).removed(), "named before, it is still there");
    assertEquals(1, add(folder.resolve(".hidden.txt")).files());
  }

  @Test
  void should_report_links_and_repeated_paths() throws IOException {
    Path file = write("in/a.txt", "Text.");
    Path outside = write("out/b.txt", "Outside.");
    Path in = folder.resolve("in");
    Path loop = Files.createSymbolicLink(in.resolve("loop"), in);
    Path out = Files.createSymbolicLink(in.resolve("out"), outside);
    Path nowhere = Files.createSymbolicLink(in.resolve("nowhere"), in.resolve("absent"));
    IngestReport report = add(in, file, in);
    assertEquals(1, report.files());
    assertTrue(why(report, loop).contains("which is indexed there"));
    assertTrue(why(report, out).contains("out of the folder"));
    assertTrue(why(report, nowhere).contains("nowhere"));
    assertEquals(3, report.skipped().size(), "named twice, indexed once");
    assertEquals(1, add(out).files(), "a link that is named is followed");
    assertEquals(1, of(outside).size());
  }

  @Test
  void should_refuse_missing_paths_before_writing() throws IOException {
    write("a.txt", "Text.");
    Path absent = folder.resolve("absent");
    RaggedException e = assertThrows(RaggedException.class, () -> add(folder, absent));
    assertTrue(e.getMessage().contains(absent.toString()), e.getMessage());
    assertEquals(0, collection.writes);
  }

  @Test
  void should_skip_unreadable_and_large_files() throws IOException {
    Path secret = write("secret.txt", "Text.");
    Path large = write("large.txt", "x".repeat(100_001));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    IngestReport report = add(folder);
    assertTrue(why(report, large).startsWith("has 100001 bytes"));
    assumeFalse(Files.isReadable(secret), "root may read everything");
    assertEquals("may not be read; check its permissions.", why(report, secret));
  }

  @Test
  void should_write_whole_files_in_batches_and_tell_of_them() throws IOException {
    long bytes = 0;
    for (int i = 0; i < 12; i++) {
      bytes += Files.size(write("f%02d.txt".formatted(i), "Some words here. ".repeat(1 + i * 3)));
    }
    List<String> heard = new ArrayList<>();
    long total = bytes;
    IngestListener listener =
        new IngestListener() {
          @Override
          public void found(int files, long found) {
            assertEquals(12, files);
            assertEquals(total, found);
          }

          @Override
          public void done(Path file, long size, int passages) {
            assertEquals(passages, of(file).size(), "it is written when it is told");
            heard.add(file.getFileName().toString());
          }
        };
    collection.beforeWrite =
        () -> collection.passages.keySet().forEach(id -> assertTrue(whole(id), id));
    ingester(OPTIONS, listener).add(List.of(folder));
    assertEquals(heard.stream().sorted().toList(), heard);
    assertEquals(12, heard.size());
    assertTrue(collection.writes > 3, collection.writes + " writes");
  }

  /** Whether the first passage of a passage's file is there. */
  private boolean whole(String id) {
    return collection.passages.containsKey(id.substring(0, id.lastIndexOf('#')) + "#0");
  }

  @Test
  void should_stop_between_batches_and_go_on_later() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("f%02d.txt".formatted(i), "Some words here. ".repeat(20));
    }
    Ingester[] ingester = new Ingester[1];
    ingester[0] =
        ingester(
            OPTIONS,
            new IngestListener() {
              @Override
              public void done(Path file, long bytes, int passages) {
                if (file.endsWith("f03.txt")) {
                  ingester[0].cancel();
                }
              }
            });
    IngestReport report = ingester[0].add(List.of(folder));
    assertTrue(report.cancelled());
    assertTrue(report.files() >= 4 && report.files() < 20, report.files() + " files");
    IngestReport rest = add(folder);
    assertEquals(20, rest.files() + rest.unchanged());
    assertEquals(report.files(), rest.unchanged());
    Thread.currentThread().interrupt();
    assertTrue(add(folder).cancelled());
  }

  @Test
  void should_pass_on_what_the_collection_throws() throws IOException {
    write("a.txt", "Text.");
    collection.beforeWrite =
        () -> {
          throw new RaggedException("disk full");
        };
    assertThrows(RaggedException.class, () -> add(folder));
    assertEquals(0, collection.passages.size());
  }

  @Test
  void should_refuse_settings_that_cannot_work() {
    assertThrows(IllegalArgumentException.class, () -> new IngestOptions(256, 128, 1_000, 1));
    assertThrows(IllegalArgumentException.class, () -> new IngestOptions(256, -1, 1_000, 1));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Ingester(
                    collection,
                    new WordTokenizer(),
                    128,
                    IngestOptions.defaults(),
                    IngestListener.NONE));
    assertTrue(e.getMessage().contains("256") && e.getMessage().contains("128"), e.getMessage());
  }

  @Test
  void should_index_files_whose_names_are_no_unicode() throws Exception {
    String shell =
        "printf one > \"$(printf 'a\\377.txt')\"; printf two > \"$(printf 'a\\376.txt')\"";
    boolean odd =
        Files.isExecutable(Path.of("/bin/sh"))
            && new ProcessBuilder("/bin/sh", "-c", shell)
                    .directory(folder.toFile())
                    .start()
                    .waitFor()
                == 0;
    assumeTrue(odd, "no shell, or a file system whose names are Unicode");
    write("plain.txt", "three");
    IngestReport report = add(folder);
    assertEquals(2, report.files(), report.toString());
    assertEquals(1, report.skipped().size(), report.toString());
    assertTrue(report.skipped().get(0).why().contains("rename"), report.toString());
    assertEquals(2, collection.passages.size());
    collection.passages.keySet().forEach(id -> assertEquals(Utf8.wellFormed(id), id));
    assertEquals(2, add(folder).unchanged());
    assertEquals(2, collection.passages.size());
  }
}
