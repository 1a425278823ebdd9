package dev.ragged.app.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.ingest.SourceRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Files of a source change while it is watched. */
class WatchTest extends WatchFixture {
  @Test
  void should_take_up_files_that_are_written_changed_renamed_and_deleted() throws Exception {
    start();
    assertEquals(0, embedded(), "the first update found something new");
    assertNull(status(notes).whyRescans());
    write("new.md", "The spare key hangs behind the mirror.");
    await(() -> added() == 1);
    assertEquals(1, embedded());
    write("new.md", "The spare key lies under the mat.");
    await(() -> changed() == 1);
    assertEquals(2, embedded());
    Files.move(notes.resolve("new.md"), notes.resolve("key.md"));
    await(() -> moved() == 1);
    assertEquals(2, embedded(), "a renamed file was embedded again");
    Files.delete(notes.resolve("key.md"));
    await(() -> removed() == 1);
    assertEquals(3, held("notes"));
    await(() -> status(notes).pending() == 0 && !status(notes).updating());
  }

  @Test
  void should_move_a_renamed_folder_without_embedding_and_go_on_watching_it() throws Exception {
    for (int i = 0; i < 4; i++) {
      write("old/deep/d" + i + ".md", "Shelf " + i + " holds volume " + i + ".");
    }
    start();
    assertEquals(4, embedded());
    Files.move(notes.resolve("old"), notes.resolve("young"));
    await(() -> moved() == 4);
    assertEquals(4, embedded());
    write("young/deep/d0.md", "Shelf 0 is empty now.");
    await(() -> changed() == 1);
    assertEquals(5, embedded());
    assertEquals(7, held("notes"));
  }

  @Test
  void should_watch_folders_that_are_made_later() throws Exception {
    start();
    write("a/b/c/first.md", "The ladder stands in the shed.");
    await(() -> added() == 1);
    write("a/b/c/second.md", "The saw hangs in the cellar.");
    await(() -> added() == 2);
    assertNull(status(notes).whyRescans());
  }

  @Test
  void should_make_one_update_of_a_burst_and_wait_for_the_last_of_it() throws Exception {
    Pace calm =
        new Pace(
            Duration.ofSeconds(2),
            PACE.longestWait(),
            PACE.look(),
            PACE.rescan(),
            PACE.safety(),
            PACE.firstRetry(),
            PACE.longestRetry());
    start(calm, new FolderEvents());
    await(() -> !reports.isEmpty());
    int before = reports.size();
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    int saves = 0;
    while (System.nanoTime() < end) {
      write("draft.md", "Version " + ++saves + " of the letter to the bank.");
    }
    String last = "The letter to the bank is done.";
    write("draft.md", last);
    await(() -> added() == 1 && status(notes).pending() == 0 && !status(notes).updating());
    int updates = reports.size() - before;
    assertTrue(updates <= 2, saves + " saves made " + updates + " updates");
    assertTrue(embedded() <= 2, embedded() + " versions were embedded");
  }

  @Test
  void should_take_up_what_never_comes_to_rest_after_the_longest_wait() throws Exception {
    Pace short_wait =
        new Pace(
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            PACE.look(),
            PACE.rescan(),
            PACE.safety(),
            PACE.firstRetry(),
            PACE.longestRetry());
    start(short_wait, new FolderEvents());
    await(() -> !reports.isEmpty());
    write("server.log", "It has begun.");
    await(() -> added() == 1);
  }

  @Test
  void should_watch_no_folder_that_an_update_does_not_enter() throws Exception {
    Set<Path> watched = ConcurrentHashMap.newKeySet();
    write("inner/a.md", "The kettle is new.");
    write(".git/objects/a.md", "x");
    write("node_modules/pack/a.md", "x");
    write("secret/a.md", "x");
    Files.writeString(notes.resolve(".gitignore"), "secret/\n");
    start(
        PACE,
        new FolderEvents() {
          @Override
          WatchKey register(Path folder, WatchService service) throws IOException {
            watched.add(folder);
            return super.register(folder, service);
          }
        });
    await(() -> !reports.isEmpty());
    assertEquals(Set.of(notes, notes.resolve("inner"), data.resolve("sources")), watched);
    int before = reports.size();
    write("node_modules/pack/b.md", "x");
    write("inner/b.md", "The teapot is old.");
    await(() -> added() == 2);
    assertEquals(2, embedded());
    assertTrue(reports.size() > before);
    Files.delete(notes.resolve(".gitignore")); // a rule that is gone is noticed as well
    await(() -> added() == 3);
    assertTrue(watched.contains(notes.resolve("secret")));
  }

  @Test
  void should_find_by_rescans_what_the_system_has_no_room_to_tell_of() throws Exception {
    write("inner/a.md", "The kettle is new.");
    start(
        PACE,
        new FolderEvents() {
          @Override
          WatchKey register(Path folder, WatchService service) throws IOException {
            if (folder.endsWith("inner")) {
              throw new IOException("User limit of inotify watches reached");
            }
            return super.register(folder, service);
          }
        });
    await(() -> !reports.isEmpty());
    assertEquals("User limit of inotify watches reached.", status(notes).whyRescans());
    write("inner/b.md", "The teapot is old.");
    await(() -> added() == 2);
    assertEquals(List.of(), failures);
  }

  @Test
  void should_find_by_rescans_what_changes_on_a_network_mount() throws Exception {
    start(PACE, onNetwork());
    await(() -> !reports.isEmpty());
    assertEquals("It lies on a file system of type nfs4.", status(notes).whyRescans());
    write("b.md", "The teapot is old.");
    await(() -> added() == 1);
    Files.delete(notes.resolve("b.md"));
    await(() -> removed() == 1);
  }

  @Test
  void should_notice_another_folder_in_the_place_of_a_source() throws Exception {
    start();
    Path other = Files.createDirectory(notes.resolveSibling("other"));
    for (int i = 0; i < 3; i++) {
      Files.copy(notes.resolve("n" + i + ".md"), other.resolve("n" + i + ".md"));
    }
    Files.writeString(other.resolve("more.md"), "The map is in the car.\n");
    Files.move(notes, notes.resolveSibling("aside"));
    Files.move(other, notes);
    await(() -> added() == 1);
    assertEquals(1, embedded());
    write("yet.md", "The torch is in the car as well.");
    await(() -> added() == 2);
  }

  @Test
  void should_watch_a_single_file() throws Exception {
    Path file = Files.writeString(dir.toRealPath().resolve("todo.txt"), "Buy stamps.\n");
    add("todo", file);
    start();
    await(() -> status(file) != null && status(file).updated() != null);
    Path fresh = Files.writeString(dir.resolve("todo.new"), "Buy stamps and envelopes.\n");
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    await(() -> changed() == 1);
    assertEquals(1, embedded());
    assertNull(status(file).whyRescans());
  }

  @Test
  void should_not_take_its_own_writing_for_a_change() throws Exception {
    Path whole = dir.toRealPath();
    Pace atOnce =
        new Pace(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            PACE.firstRetry(),
            PACE.longestRetry());
    try (FolderEvents events = onNetwork()) {
      SourceWatch source =
          new SourceWatch(
              RegisteredSource.of(whole, SourceRules.NONE, null, null),
              Map.of(),
              data.toRealPath(),
              events,
              atOnce,
              () -> {},
              () -> false);
      source.look();
      assertEquals(3, source.pending());
      source.settle();
      Files.writeString(data.resolve("sources/more.sources"), "x");
      write("one.md", "The lawn mower is lent to Ann.");
      await(
          () -> {
            source.look();
            return source.pending() > 0;
          });
      assertEquals(1, source.pending());
    }
  }

  private static FolderEvents onNetwork() {
    return new FolderEvents() {
      @Override
      String fileSystem(Path source) {
        return "nfs4";
      }
    };
  }
}
