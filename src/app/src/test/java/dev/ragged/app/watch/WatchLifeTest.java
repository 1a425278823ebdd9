package dev.ragged.app.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.app.AddFiles;
import dev.ragged.app.CheckCollections;
import dev.ragged.app.RemoveSource;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.Patience;
import dev.ragged.app.sources.Turns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A watch begins, meets trouble, and ends. */
class WatchLifeTest extends WatchFixture {
  @Test
  void should_keep_what_a_vanished_source_had_until_it_comes_back() throws Exception {
    Path letters = Files.createDirectory(dir.toRealPath().resolve("letters"));
    Files.writeString(letters.resolve("l.md"), "The bank wrote in May.\n");
    add("notes", letters);
    start();
    Path away = notes.resolveSibling("away");
    Files.move(notes, away);
    await(() -> problems.size() == 1);
    assertTrue(problems.get(0).startsWith(notes + " is missing;"), problems.get(0));
    assertTrue(status(notes).missing());
    assertEquals(problems, status(notes).problems());
    Files.writeString(letters.resolve("m.md"), "The bank wrote in June.\n");
    await(() -> added() == 1);
    assertEquals(5, held("notes"));
    assertEquals(0, removed());
    Files.move(away, notes);
    await(() -> status(notes).problems().isEmpty() && !status(notes).missing());
    write("n0.md", "Item 0 is lost.");
    await(() -> changed() == 1);
    assertEquals(2, embedded(), "what came back was embedded again");
    assertEquals(1, problems.size(), problems::toString);
  }

  @Test
  void should_take_up_at_the_start_what_changed_while_nothing_watched() throws Exception {
    start();
    watch.close();
    reports.clear();
    write("n0.md", "Item 0 is lost.");
    write("n3.md", "Item 3 is found.");
    Files.delete(notes.resolve("n1.md"));
    Files.move(notes.resolve("n2.md"), notes.resolve("n4.md"));
    start();
    assertEquals(1, reports.size());
    assertEquals(List.of(1L, 1L, 1L, 1L), List.of(added(), changed(), moved(), removed()));
    assertEquals(2, embedded());
  }

  @Test
  void should_notice_sources_that_others_add_and_remove() throws Exception {
    start();
    Path letters = Files.createDirectory(dir.toRealPath().resolve("letters"));
    Files.writeString(letters.resolve("l.md"), "The bank wrote in May.\n");
    add("notes", letters);
    Path posts = Files.createDirectory(dir.toRealPath().resolve("posts"));
    Files.writeString(posts.resolve("p.md"), "The garden in spring.\n");
    add("blog", posts);
    await(() -> status(letters) != null && status(posts) != null);
    await(() -> status(letters).updated() != null && status(posts).updated() != null);
    assertEquals(0, embedded());
    Files.writeString(letters.resolve("m.md"), "The bank wrote in June.\n");
    Files.writeString(posts.resolve("q.md"), "The garden in autumn.\n");
    await(() -> added() == 2);
    assertEquals(5, held("notes"));
    assertEquals(2, held("blog"));
    try (StoreRouter other = router()) {
      new RemoveSource(other).run("notes", letters, one -> true);
    }
    await(() -> status(letters) == null);
    assertNotNull(status(notes));
  }

  @Test
  void should_wait_for_another_who_writes() throws Exception {
    start();
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                new Turns(data, Patience.DEFAULT)
                    .take(
                        "notes",
                        "migrate",
                        () -> false,
                        () -> {
                          taken.countDown();
                          try {
                            release.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                          return null;
                        }));
    other.start();
    taken.await();
    int before = reports.size();
    write("new.md", "The spare key hangs behind the mirror.");
    await(() -> !holders.isEmpty());
    assertTrue(holders.get(0).contains("migrate"), holders.get(0));
    await(() -> status(notes).waitingFor() != null);
    assertEquals(before, reports.size());
    release.countDown();
    other.join();
    await(() -> added() == 1);
    assertEquals(1, holders.size());
    assertEquals(List.of(), failures);
    assertNull(status(notes).waitingFor());
  }

  @Test
  void should_survive_a_failure_and_try_again() throws Exception {
    start();
    Path registry = data.resolve("sources/notes.sources");
    byte[] sound = Files.readAllBytes(registry);
    byte[] damaged = sound.clone();
    damaged[damaged.length - 1] ^= 1;
    Files.write(registry, damaged);
    await(() -> failures.size() >= 2);
    assertTrue(failures.get(0).contains("is damaged"), failures.get(0));
    assertEquals(failures.get(0), status(notes).failure());
    write("new.md", "The spare key hangs behind the mirror.");
    Files.write(registry, sound);
    await(() -> added() == 1);
    assertNull(status(notes).failure());
  }

  @Test
  void should_survive_a_listener_that_fails() throws Exception {
    watch =
        new Watch(
            stores,
            new Watch.Listener() {
              @Override
              public void updated(AddFiles.Report report) {
                listener.updated(report);
                throw new IllegalStateException("A listener that fails on purpose");
              }

              @Override
              public void failed(String collection, String sentence, Duration retry) {
                listener.failed(collection, sentence, retry);
              }
            },
            PACE,
            new FolderEvents());
    await(() -> !reports.isEmpty());
    write("new.md", "The spare key hangs behind the mirror.");
    await(() -> added() == 1 && status(notes).pending() == 0);
    assertEquals(List.of(), failures);
  }

  @Test
  void should_stop_an_update_in_good_order_and_go_on_after_a_restart() throws Exception {
    int files = 1_500; // more in one folder than the system keeps events of
    start();
    for (int i = 0; i < files; i++) {
      write("more/m" + i + ".md", "Box " + i + " stands on shelf " + i * 7 + ".");
    }
    await(() -> status(notes).updating() && status(notes).pending() == files);
    reports.clear();
    watch.close();
    assertEquals(List.of(), watch.status());
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("ragged-watch")));
    assertEquals(List.of(), failures);
    long kept = held("notes");
    assertTrue(kept < files + 3, "it was not stopped");
    assertTrue(new CheckCollections(stores).run("notes", one -> {}, e -> {}).ok());
    reports.clear();
    start();
    await(() -> held("notes") == files + 3);
    await(() -> embedded() == files + 3 - kept);
  }

  @Test
  void should_put_off_retries_further_and_further() {
    assertEquals(Duration.ofSeconds(5), Pace.DEFAULT.retry(1));
    assertEquals(Duration.ofSeconds(20), Pace.DEFAULT.retry(3));
    assertEquals(Duration.ofMinutes(5), Pace.DEFAULT.retry(7));
    assertEquals(Duration.ofMinutes(5), Pace.DEFAULT.retry(1_000_000));
  }

  @Test
  void should_spend_little_of_the_time_on_scans() {
    Duration usual = Duration.ofSeconds(30);
    assertEquals(usual, Pace.between(usual, Duration.ofSeconds(1)));
    assertEquals(Duration.ofMinutes(2), Pace.between(usual, Duration.ofSeconds(6)));
  }

  @Test
  void should_tell_its_state_as_json() {
    WatchedSource source =
        new WatchedSource(
            "notes",
            Path.of("/n"),
            null,
            false,
            2,
            true,
            Instant.ofEpochSecond(0),
            null,
            null,
            List.of());
    assertEquals(
        "{\"collection\":\"notes\",\"path\":\"/n\",\"watched_by\":\"events\",\"why_rescans\":null,"
            + "\"missing\":false,\"pending\":2,\"updating\":true,\"updated\":\"1970-01-01T00:00:00Z\","
            + "\"waiting_for\":null,\"failure\":null,\"problems\":[]}",
        Json.write(source.json()));
  }
}
