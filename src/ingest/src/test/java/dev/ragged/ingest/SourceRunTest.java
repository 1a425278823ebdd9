package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Metadata;
import dev.ragged.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A collection that is kept in step with sources, run after run, with one inventory. */
class SourceRunTest extends IngestFixture {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_700_000_000_123L);

  private final Inventory inventory = new Inventory(Map.of());
  private final List<Guarded> asked = new ArrayList<>();
  private boolean prune;
  private boolean verify;
  private List<Path> elsewhere = List.of();

  private IngestReport update(Path... paths) {
    return update(SourceRules.NONE, paths);
  }

  private IngestReport update(SourceRules rules, Path... paths) {
    asked.clear();
    Predicate<Guarded> decision =
        guarded -> {
          asked.add(guarded);
          return prune;
        };
    List<Source> sources = new ArrayList<>();
    for (Path path : paths) {
      sources.add(new Source(path, rules, OPTIONS));
    }
    return ingester(OPTIONS, IngestListener.NONE)
        .update(
            new Ingester.Request(sources, elsewhere, List.of(), List.of(), verify, decision),
            inventory);
  }

  private Path old(String name, String text) throws IOException {
    Path file = write(name, text);
    Files.setLastModifiedTime(file, LONG_AGO);
    return file;
  }

  private Set<String> sources() {
    return collection.passages.values().stream()
        .map(Passage::metadata)
        .map(metadata -> (String) metadata.get(Metadata.SOURCE).orElseThrow())
        .map(source -> folder.relativize(Path.of(source)).toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void should_not_read_a_file_that_looks_unchanged() throws IOException {
    old("a.txt", "One two three.");
    old("b.bin", "\0\1\2\0\0\0\0");
    assertEquals(1, update(folder).files());
    // The same size and time: only a reader would notice.
    old("a.txt", "Six two three.");
    old("b.bin", "Some te");
    IngestReport again = update(folder);
    assertEquals(1, again.unchanged());
    assertEquals(1, again.skipped().size(), "what was skipped is still told");
    assertEquals(1, collection.writes);
    verify = true;
    IngestReport verified = update(folder);
    assertEquals(2, verified.files());
    assertEquals(1, verified.added());
  }

  @Test
  void should_read_a_file_again_that_changed_a_moment_before_it_was_read() throws IOException {
    Path file = write("a.txt", "One two three.");
    update(folder);
    FileTime time = Files.getLastModifiedTime(file);
    write("a.txt", "Six two three.");
    Files.setLastModifiedTime(file, time);
    assertEquals(1, update(folder).files());
  }

  @Test
  void should_read_all_files_again_for_other_passages() throws IOException {
    Path file = old("a.txt", "One two three.");
    update(folder);
    Source other = new Source(file, SourceRules.NONE, new IngestOptions(20, 4, 100_000, 10));
    IngestReport report =
        ingester(OPTIONS, IngestListener.NONE)
            .update(
                new Ingester.Request(
                    List.of(other), List.of(), List.of(), List.of(), false, one -> false),
                inventory);
    assertEquals(1, report.files());
  }

  @Test
  void should_let_moved_files_keep_their_passages_in_one_write() throws IOException {
    for (int i = 0; i < 30; i++) {
      old("Notes/n%02d.txt".formatted(i), "Note number " + i + " says nothing.");
    }
    old("stays.txt", "Stays.");
    update(folder);
    Files.move(folder.resolve("Notes"), folder.resolve("Papers"));
    Files.move(folder.resolve("stays.txt"), folder.resolve("stayed.txt"));
    IngestReport report = update(folder);
    assertEquals(31, report.moved());
    assertEquals(0, report.files());
    assertEquals(0, report.removed());
    assertEquals(List.of(), asked, "what has only moved is not missed");
    assertEquals(31, collection.passages.size());
    assertTrue(sources().stream().noneMatch(source -> source.startsWith("Notes")));
    assertEquals(31, update(folder).unchanged());
  }

  @Test
  void should_replace_the_old_passages_where_it_writes_the_new_ones() throws IOException {
    Path from = old("a.txt", "Some text.");
    update(folder);
    Files.move(from, folder.resolve("b.txt"));
    int writes = collection.writes;
    collection.beforeWrite =
        () -> assertEquals(Set.of("a.txt"), sources(), "the vectors can be taken from these");
    update(folder);
    assertEquals(writes + 1, collection.writes);
    assertEquals(Set.of("b.txt"), sources());
  }

  @Test
  void should_match_equal_files_by_name() throws IOException {
    old("one/a.txt", "The same.");
    old("one/b.txt", "The same.");
    old("one/keep.txt", "Other.");
    update(folder);
    Files.createDirectories(folder.resolve("two"));
    Files.move(folder.resolve("one/b.txt"), folder.resolve("two/b.txt"));
    IngestReport moved = update(folder);
    assertEquals(1, moved.moved());
    assertEquals(Set.of("one/a.txt", "one/keep.txt", "two/b.txt"), sources());
    Files.copy(folder.resolve("one/a.txt"), folder.resolve("two/copy.txt"));
    assertEquals(0, update(folder).moved(), "a copy moves nothing");
  }

  @Test
  void should_keep_what_was_on_a_disk_that_is_gone_unless_told_to_prune() throws IOException {
    Path disk = folder.resolve("disk");
    for (int i = 0; i < 3; i++) {
      old("disk/n" + i + ".txt", "Note number " + i + ".");
    }
    update(disk);
    Path away = folder.resolve("away");
    Files.move(disk, away);
    assertGuarded(disk, "is missing.", 3, update(disk));
    Files.createDirectory(disk);
    assertGuarded(disk, "is empty.", 3, update(disk));
    Files.delete(disk);
    Files.move(away, disk);
    assertEquals(3, update(disk).unchanged(), "it is mounted again");
    Files.move(disk, away);
    prune = true;
    assertEquals(3, update(disk).removed());
    assertEquals(0, collection.passages.size());
    assertEquals(0, inventory.files().size());
  }

  @Test
  void should_ask_once_about_many_files_of_a_folder_that_is_gone() throws IOException {
    for (int i = 0; i < 30; i++) {
      old("disk/n" + i + ".txt", "Note number " + i + ".");
    }
    update(folder.resolve("disk"));
    Files.move(folder.resolve("disk"), folder.resolve("away"));
    prune = true;
    IngestReport report = update(folder.resolve("disk"), folder.resolve("away"));
    assertEquals(1, asked.size());
    assertEquals(30, report.moved(), "what may go may also have moved");
    assertEquals(30, collection.passages.size());
  }

  private void assertGuarded(Path path, String why, int files, IngestReport report) {
    assertEquals(List.of(new Guarded(path, files, why)), report.guarded());
    assertEquals(0, report.removed());
    assertEquals(files, sources().size());
  }

  @Test
  void should_keep_what_was_in_an_empty_folder_inside() throws IOException {
    for (int i = 0; i < 20; i++) {
      old("disk/n" + i + ".txt", "Note number " + i + ".");
    }
    for (int i = 0; i < 30; i++) {
      old("other/n" + i + ".txt", "Other number " + i + ".");
    }
    update(folder);
    for (int i = 0; i < 20; i++) {
      Files.delete(folder.resolve("disk/n" + i + ".txt"));
    }
    IngestReport report = update(folder);
    assertEquals(List.of(new Guarded(folder.resolve("disk"), 20, "is empty.")), report.guarded());
    assertEquals(50, sources().size());
  }

  @Test
  void should_remove_half_but_no_more_of_many_files() throws IOException {
    for (int i = 0; i < 20; i++) {
      old("n" + i + ".txt", "Note number " + i + ".");
    }
    update(folder);
    for (int i = 0; i < 11; i++) {
      Files.delete(folder.resolve("n" + i + ".txt"));
    }
    assertEquals(0, update(folder).removed());
    assertEquals("lacks more than half of its 20 files.", asked.get(0).why());
    write("n0.txt", "Another.");
    assertEquals(10, update(folder).removed());
    assertEquals(10, sources().size());
  }

  @Test
  void should_remove_what_is_ignored_now_unless_another_source_wants_it() throws IOException {
    old("a.txt", "Text.");
    Path secret = old("b.secret", "Secret.");
    update(folder);
    Path ignore = write(".raggedignore", "*.secret\n");
    elsewhere = List.of(secret);
    assertEquals(0, update(folder).removed());
    elsewhere = List.of();
    IngestReport report = update(folder);
    assertEquals(1, report.removed());
    assertEquals(List.of("is ignored by " + ignore + "."), whys(report));
    assertEquals(Set.of("a.txt"), sources());
    Files.delete(ignore);
    assertEquals(1, update(folder).files());
    IngestReport typed =
        update(new SourceRules(List.of(), List.of(), List.of("TXT"), false), folder);
    assertEquals(1, typed.removed());
    assertEquals(Set.of("a.txt"), sources());
  }

  private static List<String> whys(IngestReport report) {
    return report.skipped().stream().map(Skipped::why).toList();
  }

  @Test
  void should_follow_a_source_that_a_link_has_taken_the_place_of() throws IOException {
    old("disk/a.txt", "Text.");
    old("disk/sub/b.txt", "More.");
    Path disk = folder.resolve("disk");
    update(disk);
    Files.move(disk, folder.resolve("larger"));
    Files.createSymbolicLink(disk, folder.resolve("larger"));
    Files.writeString(folder.resolve("larger/a.txt"), "Changed.");
    IngestReport report = update(disk);
    assertEquals(1, report.files());
    assertEquals(1, report.unchanged());
    assertEquals(Set.of("disk/a.txt", "disk/sub/b.txt"), sources());
    Files.move(folder.resolve("larger"), folder.resolve("away"));
    assertGuarded(disk, "is missing.", 2, update(disk));
  }

  @Test
  void should_remove_what_a_link_has_taken_the_place_of() throws IOException {
    old("in/a.txt", "Text.");
    old("in/sub/b.txt", "More.");
    old("in/c.txt", "Stays.");
    Path in = folder.resolve("in");
    update(in);
    Files.move(in.resolve("a.txt"), folder.resolve("a.txt"));
    Files.createSymbolicLink(in.resolve("a.txt"), folder.resolve("a.txt"));
    Files.move(in.resolve("sub"), folder.resolve("sub"));
    Files.createSymbolicLink(in.resolve("sub"), folder.resolve("sub"));
    assertEquals(2, update(in).removed());
    assertEquals(Set.of("in/c.txt"), sources());
  }

  @Test
  void should_not_go_down_for_ever() throws IOException {
    old("in/a.txt", "Text.");
    Files.createDirectories(folder.resolve("in/" + "d/".repeat(1_800)));
    IngestReport report = update(folder.resolve("in"));
    assertEquals(1, report.files());
    assertEquals(List.of("lies in more than 300 folders."), whys(report));
  }

  @Test
  void should_take_over_what_a_collection_holds_that_nobody_remembers() throws IOException {
    old("a.txt", "Text.");
    old("b.txt", "More.");
    update(folder);
    collection.passagesRead = 0;
    Inventory found = Inventory.of(collection);
    assertEquals(2, found.files().size());
    assertEquals(0, collection.passagesRead, "texts stay where they are");
    IngestReport report =
        ingester(OPTIONS, IngestListener.NONE)
            .update(
                new Ingester.Request(
                    List.of(new Source(folder, SourceRules.NONE, OPTIONS)),
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    one -> false),
                found);
    assertEquals(2, report.unchanged());
    assertEquals(inventory.files().keySet(), found.files().keySet());
    // What is remembered holds only where the collection agrees.
    collection.passages.keySet().removeIf(id -> id.contains("a.txt"));
    Inventory compared = Inventory.of(collection, inventory.files());
    assertFalse(compared.files().containsKey(folder.resolve("a.txt").toString()));
    assertEquals(
        LONG_AGO.toMillis() * 1_000_000,
        compared.get(folder.resolve("b.txt").toString()).modified());
  }
}
