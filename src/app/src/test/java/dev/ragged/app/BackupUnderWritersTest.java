package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups taken while threads and another process write: each holds, of every collection, exactly
 * what its writer had written after some number of operations, no fewer than were acknowledged when
 * the backup began and no more than were begun when it had pinned everything.
 */
@Timeout(240)
class BackupUnderWritersTest {
  private static final long SEED = Long.getLong("backup.seed", 20_261_126L);
  private static final int BACKUPS = Integer.getInteger("backup.rounds", 5);
  private static final String CLOCK = "clock";

  @TempDir Path dir;

  /** What a writer does, operation by operation; the same for the same seed. */
  private static final class History {
    private final Random random;
    private final TreeMap<String, String> content = new TreeMap<>();
    private int operations;

    History(long seed) {
      this.random = new Random(seed);
    }

    /** Does the next operation, in a collection unless that is null. */
    void next(VectorCollection collection) {
      int n = ++operations;
      List<Passage> passages = new ArrayList<>();
      passages.add(Passage.of(CLOCK, "" + n));
      List<String> removed = new ArrayList<>();
      int kind = random.nextInt(10);
      int size = 1 + random.nextInt(40);
      for (int i = 0; i < size; i++) {
        String id = "p" + random.nextInt(400);
        if (kind < 3) {
          removed.add(id);
        } else if (passages.stream().noneMatch(passage -> passage.id().equals(id))) {
          passages.add(Passage.of(id, "text " + n + " of " + id + " w" + random.nextInt(50)));
        }
      }
      boolean compacts = random.nextInt(25) == 0;
      if (collection != null) {
        collection.replace(Selection.ids(removed.stream().distinct().toList()), passages);
        if (compacts) {
          collection.compact();
        }
      }
      removed.forEach(content::remove);
      passages.forEach(passage -> content.put(passage.id(), passage.text()));
    }

    Map<String, String> after(int wanted) {
      while (operations < wanted) {
        next(null);
      }
      return content;
    }
  }

  private static long seed(String collection) {
    return SEED * 31 + collection.hashCode();
  }

  /** Writes until told to stop, saying before and after each operation. */
  private interface Telling {
    boolean begun(int n);

    void done(int n);
  }

  private static void write(Path data, String name, Telling telling) {
    History history = new History(seed(name));
    int n = 0;
    while (true) {
      // A session now and then ends, which settles codes, merges and deletes files.
      try (VectorStore store = BackupFixture.leann(data);
          VectorCollection collection = store.open(name)) {
        for (int i = 0; i < 30; i++) {
          if (!telling.begun(n + 1)) {
            return;
          }
          history.next(collection);
          n++;
          telling.done(n);
        }
      }
    }
  }

  /** A writer in a process of its own. */
  static final class Elsewhere {
    public static void main(String[] args) {
      write(
          Path.of(args[0]),
          args[1],
          new Telling() {
            @Override
            public boolean begun(int n) {
              System.out.println("begun " + n);
              return true;
            }

            @Override
            public void done(int n) {
              System.out.println("done " + n);
            }
          });
    }
  }

  private static int said(Path log, String word) {
    try {
      String last = null;
      for (String line : Files.readAllLines(log)) {
        last = line.matches(word + " \\d+") ? line : last;
      }
      return last == null ? 0 : Integer.parseInt(last.substring(word.length() + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void should_hold_whole_states_that_writers_had_acknowledged() throws Exception {
    Path data = dir.resolve("data");
    List<String> threads = List.of("one", "two", "three");
    List<String> all = List.of("one", "two", "three", "elsewhere");
    try (VectorStore store = BackupFixture.leann(data)) {
      all.forEach(name -> store.create(CollectionSpec.of(name)).close());
    }
    Map<String, Integer> begun = new ConcurrentHashMap<>();
    Map<String, Integer> done = new ConcurrentHashMap<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> stop = new AtomicReference<>(false);
    List<Thread> running = new ArrayList<>();
    for (String name : threads) {
      Telling telling =
          new Telling() {
            @Override
            public boolean begun(int n) {
              begun.put(name, n);
              return !stop.get();
            }

            @Override
            public void done(int n) {
              done.put(name, n);
            }
          };
      Thread thread =
          new Thread(
              () -> {
                try {
                  write(data, name, telling);
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      thread.start();
      running.add(thread);
    }
    Path log = dir.resolve("log");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbackup.seed=" + SEED,
                "-cp",
                System.getProperty("java.class.path"),
                Elsewhere.class.getName(),
                data.toString(),
                "elsewhere")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Path folder = dir.resolve("backups");
    List<Map<String, int[]>> bounds = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try {
      while (said(log, "done") < 3) {
        assertTrue(other.isAlive(), () -> "the other process died, see " + log);
        Thread.sleep(20);
      }
      Random random = new Random(SEED);
      for (int i = 0; i < BACKUPS; i++) {
        Thread.sleep(random.nextInt(300));
        Map<String, int[]> bound = new TreeMap<>();
        all.forEach(name -> bound.put(name, new int[2]));
        threads.forEach(name -> bound.get(name)[0] = done.getOrDefault(name, 0));
        bound.get("elsewhere")[0] = said(log, "done");
        BackupFixture.Heard heard =
            new BackupFixture.Heard() {
              private boolean first = true;

              @Override
              public void bytes(String collection, long copied, long total) {
                // The first file is copied once all collections are pinned.
                if (first) {
                  first = false;
                  threads.forEach(name -> bound.get(name)[1] = begun.getOrDefault(name, 0));
                  bound.get("elsewhere")[1] = said(log, "begun");
                }
              }
            };
        BackupCollections.Report report = BackupFixture.backUp(data, folder, 0, heard, step -> {});
        assertEquals(List.of(), report.failed(), "seed " + SEED);
        bounds.add(bound);
        names.add(report.name());
      }
    } finally {
      stop.set(true);
      other.destroyForcibly().waitFor();
      for (Thread thread : running) {
        thread.join();
      }
    }
    assertEquals(null, failure.get(), "seed " + SEED);
    assertTrue(
        CheckBackups.run(folder, true, (bytes, total) -> {}, new Cancellation()).ok(),
        "seed " + SEED);
    Map<String, History> histories = new TreeMap<>();
    all.forEach(name -> histories.put(name, new History(seed(name))));
    for (int i = 0; i < BACKUPS; i++) {
      Path restored = dir.resolve("restored" + i);
      BackupFixture.restore(folder, restored, names.get(i), new BackupFixture.Heard());
      try (VectorStore store = BackupFixture.leann(restored)) {
        assertEquals(all.stream().sorted().toList(), store.names());
        for (String name : all) {
          Map<String, String> content = BackupFixture.content(store, name);
          int n = Integer.parseInt(content.getOrDefault(CLOCK, "0"));
          int[] bound = bounds.get(i).get(name);
          String message =
              "seed "
                  + SEED
                  + ", backup "
                  + i
                  + ", "
                  + name
                  + " after "
                  + n
                  + " of "
                  + bound[0]
                  + " to "
                  + bound[1];
          assertTrue(bound[0] <= n && n <= bound[1], message);
          assertEquals(histories.get(name).after(n), content, message);
        }
      }
    }
    System.out.println("writers did " + done + " and elsewhere " + said(log, "done"));
  }
}
