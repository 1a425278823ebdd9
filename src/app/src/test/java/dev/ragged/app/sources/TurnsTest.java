package dev.ragged.app.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionLockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {
  private static final double LONG = 600;

  @TempDir Path dir;

  private Turns turns(double seconds, List<String> said) {
    return new Turns(dir, new Patience(seconds, said::add));
  }

  /** Somebody who has the turn until told to let it go. */
  private final class Other implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    Other(String collection, String what) throws InterruptedException {
      thread =
          new Thread(
              () -> turns(0, new ArrayList<>()).take(collection, what, () -> false, this::work));
      thread.start();
      begun.await();
    }

    private Object work() {
      begun.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ended.set(true);
      return null;
    }

    @Override
    public void close() throws InterruptedException {
      end.countDown();
      thread.join();
    }
  }

  @Test
  void should_let_one_at_a_time_write_to_a_collection() throws Exception {
    List<String> said = new ArrayList<>();
    try (Other other = new Other("notes", "update")) {
      CollectionLockedException e =
          assertThrows(
              CollectionLockedException.class,
              () -> turns(0, said).take("notes", "add", () -> false, () -> "done"));
      String who = "process " + ProcessHandle.current().pid() + " (update since ";
      assertTrue(e.getMessage().contains(who), e::getMessage);
      assertEquals(List.of(), said, "there was no time to wait");
      assertEquals("done", turns(0, said).take("others", "add", () -> false, () -> "done"));
      assertFalse(other.ended.get());
    }
    assertEquals("done", turns(0, said).take("notes", "add", () -> false, () -> "done"));
  }

  @Test
  void should_wait_for_its_turn_and_say_once_for_whom() throws Exception {
    List<String> said = new ArrayList<>();
    Other other = new Other("notes", "update");
    boolean done =
        new Turns(
                dir,
                new Patience(
                    LONG,
                    sentence -> {
                      said.add(sentence);
                      other.end.countDown();
                    }))
            .take("notes", "delete", () -> false, other.ended::get);
    assertTrue(done, "it did not wait");
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).matches("Waiting for process \\d+ \\(update since .*"), said.get(0));
    assertTrue(said.get(0).endsWith("), which writes to 'notes' now."), said.get(0));
    other.close();
  }

  @Test
  void should_wait_no_longer_than_it_was_told() throws Exception {
    List<String> said = new ArrayList<>();
    try (Other other = new Other("notes", "add")) {
      assertThrows(
          CollectionLockedException.class,
          () -> turns(0.2, said).take("notes", "add", () -> false, () -> null));
      assertEquals(1, said.size());
      assertFalse(other.ended.get());
    }
  }

  @Test
  void should_stop_waiting_when_asked() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (Other other = new Other("notes", "add")) {
      assertThrows(
          CancellationException.class,
          () ->
              new Turns(dir, new Patience(LONG, sentence -> stop.set(true)))
                  .take("notes", "add", stop::get, () -> null));
      assertFalse(other.ended.get());
    }
  }

  @Test
  void should_wait_for_a_program_that_takes_no_turns() {
    List<String> said = new ArrayList<>();
    List<String> tries = new ArrayList<>();
    String answer =
        turns(LONG, said)
            .take(
                "notes",
                "add",
                () -> false,
                () -> {
                  tries.add("try");
                  if (tries.size() < 3) {
                    throw new CollectionLockedException("notes", "process 7");
                  }
                  return "done";
                });
    assertEquals("done", answer);
    assertEquals(3, tries.size());
    assertEquals(List.of("Waiting for process 7, which writes to 'notes' now."), said);
  }

  @Test
  void should_take_a_lock_that_a_dead_process_left() throws Exception {
    Path file = dir.resolve("sources").resolve("notes.lock");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "process 1 (update since long ago), and much more that was there");
    List<String> said = new ArrayList<>();
    turns(0, said)
        .take(
            "notes",
            "add",
            () -> false,
            () -> {
              assertTrue(read(file).matches("process \\d+ \\(add since [-0-9:TZ]+\\)"), read(file));
              return null;
            });
    assertEquals(List.of(), said);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void should_refuse_to_wait_for_a_time_that_is_none() {
    for (double seconds : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new Patience(seconds, sentence -> {}));
    }
  }
}
