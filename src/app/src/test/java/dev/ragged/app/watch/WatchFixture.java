package dev.ragged.app.watch;

import static org.junit.jupiter.api.Assertions.fail;

import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.ListCollections;
import dev.ragged.app.PassageSize;
import dev.ragged.app.StoreRouter;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of notes that was added to a collection, and a watch that can be started on it. */
abstract class WatchFixture {
  /** Scans of what events tell of come too late for any test. */
  static final Pace PACE =
      new Pace(
          Duration.ofMillis(300),
          Duration.ofMinutes(5),
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofHours(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(1));

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

  @TempDir Path dir;

  Path data;
  Path notes;
  StoreRouter stores;
  Watch watch;

  final List<AddFiles.Report> reports = new CopyOnWriteArrayList<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final List<String> failures = new CopyOnWriteArrayList<>();
  final List<String> holders = new CopyOnWriteArrayList<>();

  final Watch.Listener listener =
      new Watch.Listener() {
        @Override
        public void updated(AddFiles.Report report) {
          reports.add(report);
        }

        @Override
        public void problem(String collection, String sentence) {
          problems.add(sentence);
        }

        @Override
        public void waiting(String collection, String holder) {
          holders.add(holder);
        }

        @Override
        public void failed(String collection, String sentence, Duration retry) {
          failures.add(sentence);
        }
      };

  @BeforeEach
  void add_notes() throws Exception {
    data = dir.resolve("data");
    notes = Files.createDirectory(dir.toRealPath().resolve("notes"));
    stores = router();
    for (int i = 0; i < 3; i++) {
      write("n" + i + ".md", "Item " + i + " is kept in drawer " + i + ".");
    }
    add("notes", notes);
  }

  @AfterEach
  void end() {
    if (watch != null) {
      watch.close();
    }
    stores.close();
  }

  /** What another process has. */
  final StoreRouter router() {
    Settings settings = Settings.of(data, Map.of(), BackendProvider.installed());
    return StoreRouter.of(settings, BackendProvider.installed());
  }

  final void add(String collection, Path path) {
    try (StoreRouter other = router()) {
      new AddFiles(other)
          .run(
              new AddFiles.Request(collection, List.of(path), PassageSize.DEFAULT),
              AddFiles.Listener.NONE,
              new Cancellation());
    }
  }

  final Path write(String name, String text) throws IOException {
    Path file = notes.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text + "\n");
  }

  /** Starts, and waits for what was pending before. */
  final void start() {
    start(PACE, new FolderEvents());
    await(() -> !reports.isEmpty());
  }

  final void start(Pace pace, FolderEvents events) {
    watch = new Watch(stores, listener, pace, events);
  }

  final void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        List<String> threads = new ArrayList<>();
        Thread.getAllStackTraces()
            .forEach(
                (thread, stack) -> {
                  if (thread.getName().startsWith("ragged-watch")) {
                    threads.add(thread.getName() + " " + List.of(stack));
                  }
                });
        fail(
            "It did not come to that: "
                + (watch == null ? "" : watch.status())
                + " "
                + reports
                + problems
                + failures
                + threads);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  final long sum(ToLongFunction<AddFiles.Report> what) {
    return reports.stream().mapToLong(what).sum();
  }

  final long added() {
    return sum(report -> report.files().added());
  }

  final long changed() {
    return sum(report -> report.files().files() - report.files().added());
  }

  final long moved() {
    return sum(report -> report.files().moved());
  }

  final long removed() {
    return sum(report -> report.files().removed());
  }

  final long embedded() {
    return sum(AddFiles.Report::embedded);
  }

  final long held(String collection) {
    return new ListCollections(stores).one(collection).info().passages();
  }

  /** How a source is watched; null if it is not. */
  final WatchedSource status(Path path) {
    return watch.status().stream().filter(one -> one.path().equals(path)).findFirst().orElse(null);
  }
}
