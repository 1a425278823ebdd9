package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.FaultyFiles.Kind;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a store: what is made durable and when, and what does not stay in it. */
@Timeout(120)
class StoreFolderTest {
  private static final WordsEmbedder EMBEDDER = new WordsEmbedder(8);

  @TempDir Path temporary;

  private final FaultyFiles files = new FaultyFiles();

  private Path folder() {
    return temporary.resolve("data/leann");
  }

  private VectorStore open() {
    return LeannVectorStore.open(files.of(folder()), EMBEDDER);
  }

  private static List<Passage> one() {
    return List.of(Passage.of("one", "number one"));
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** What is done to names, in order, with the folders' own names replaced. */
  private List<String> operations(Runnable write) {
    List<String> operations = Collections.synchronizedList(new ArrayList<>());
    files.fail(
        (kind, path) -> {
          if (kind != Kind.OPEN && kind != Kind.LIST) {
            String name = temporary.relativize(path).toString();
            operations.add(kind + " " + name.replaceAll("\\.(creating|dropped)-[^/]*", "<$1>"));
          }
          return null;
        });
    write.run();
    files.fail(FaultyFiles.Fault.NONE);
    return operations;
  }

  private static void assertOrder(List<String> operations, String... expected) {
    int from = 0;
    for (String next : expected) {
      int at = operations.subList(from, operations.size()).indexOf(next);
      assertTrue(at >= 0, next + " is not where it should be in " + operations);
      from += at + 1;
    }
  }

  @Test
  void should_make_every_name_durable_before_a_collection_appears() {
    try (VectorStore store = open()) {
      List<String> create = operations(() -> store.create(CollectionSpec.of("new")));
      assertOrder(create, "MAKE_FOLDER data", "SYNC_FOLDER ", "MAKE_FOLDER data/leann");
      assertOrder(
          create,
          "MAKE_FOLDER data/leann",
          "SYNC_FOLDER data",
          "MAKE_FOLDER data/leann/<creating>",
          "MAKE_FOLDER data/leann/<creating>/index",
          "WRITE data/leann/<creating>/collection.json",
          "SYNC_FOLDER data/leann/<creating>/index",
          "SYNC_FOLDER data/leann/<creating>",
          "RENAME data/leann/new",
          "SYNC_FOLDER data/leann");
      List<String> rename = operations(() -> store.rename("new", "newer"));
      assertOrder(rename, "RENAME data/leann/newer", "SYNC_FOLDER data/leann");
    }
  }

  @Test
  void should_make_a_drop_durable_before_anything_is_removed() {
    try (VectorStore store = open()) {
      store.create(CollectionSpec.of("new")).add(one());
      List<String> drop = operations(() -> store.drop("new"));
      int renamed = drop.indexOf("RENAME data/leann/<dropped>");
      int synced = drop.indexOf("SYNC_FOLDER data/leann");
      List<String> removed =
          drop.stream().filter(o -> o.startsWith("DELETE data/leann/<dropped>")).toList();
      assertTrue(removed.size() > 3, drop.toString());
      int first = drop.indexOf(removed.get(0));
      assertTrue(renamed >= 0 && renamed < synced && synced < first, drop.toString());
    }
  }

  @Test
  void should_make_folders_that_others_cannot_read() throws IOException {
    try (VectorStore store = LeannVectorStore.open(folder(), EMBEDDER)) {
      store.create(CollectionSpec.of("new")).add(one());
    }
    for (String name : List.of("", "new", "new/index")) {
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(name))),
          name);
    }
  }

  /** What a process leaves that is killed while it creates, with and without its lock file. */
  private void leaveBehind() throws IOException {
    Files.createDirectories(folder().resolve(".creating-1"));
    Path index = Files.createDirectories(folder().resolve(".creating-2/index"));
    Files.createFile(index.resolve("write.lock"));
    Files.createFile(index.resolve("pending_segments_1"));
    Files.createDirectories(folder().resolve(".dropped-old-1/index"));
  }

  @Test
  void should_sweep_what_killed_processes_left_with_the_next_change() throws IOException {
    try (VectorStore store = open()) {
      leaveBehind();
      Files.createDirectories(folder().resolve("photos"));
      Files.createDirectories(folder().resolve(".hidden"));
      VectorCollection made = store.create(CollectionSpec.of("new"));
      assertEquals(List.of(".hidden"), hidden());
      leaveBehind();
      made.add(one());
      assertEquals(List.of(".hidden"), hidden());
      leaveBehind();
      store.rename("new", "newer");
      assertEquals(List.of(".hidden"), hidden());
      leaveBehind();
      store.drop("newer");
      assertEquals(List.of(".hidden"), hidden());
      assertTrue(Files.exists(folder().resolve("photos")));
    }
  }

  @Test
  void should_leave_alone_what_a_living_process_is_creating() throws IOException {
    try (VectorStore store = open()) {
      Path index = folder().resolve(".creating-1/index");
      try (Directory directory = FSDirectory.open(index);
          Lock lock = directory.obtainLock("write.lock")) {
        store.create(CollectionSpec.of("new")).add(one());
        lock.ensureValid();
        assertEquals(List.of(".creating-1"), hidden());
      }
      store.drop("new");
      assertEquals(List.of(), hidden());
    }
  }

  @Test
  void should_create_once_however_many_try_and_leave_nothing() throws Exception {
    int stores = 4;
    ExecutorService threads = Executors.newFixedThreadPool(stores);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "wanted" + round;
        CyclicBarrier together = new CyclicBarrier(stores);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < stores; i++) {
          String id = "p" + i;
          tasks.add(
              () -> {
                try (VectorStore store = open()) {
                  together.await();
                  store.create(CollectionSpec.of(name)).add(List.of(Passage.of(id, "text")));
                  return 1;
                } catch (CollectionExistsException e) {
                  return 0;
                }
              });
        }
        int made = 0;
        for (Future<Integer> future : threads.invokeAll(tasks)) {
          made += future.get();
        }
        assertEquals(1, made, name);
        assertEquals(List.of(), hidden());
        try (VectorStore store = open()) {
          assertEquals(1, store.open(name).count(Filter.all()));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void should_keep_what_is_no_collection_and_has_the_name() throws IOException {
    Path photo = Files.createDirectories(folder().resolve("photos")).resolve("cat.jpg");
    Files.writeString(photo, "not ours");
    try (VectorStore store = open()) {
      String said =
          assertThrows(RuntimeException.class, () -> store.create(CollectionSpec.of("photos")))
              .getMessage();
      assertTrue(said.contains("something else has this name; move it elsewhere."), said);
      assertTrue(Files.exists(photo));
      assertEquals(List.of(), hidden());
      assertEquals(List.of(), store.names());
    }
  }

  @Test
  void should_count_bytes_while_a_writer_merges() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try (VectorStore store = open();
        VectorStore other = open()) {
      VectorCollection busy = store.create(CollectionSpec.of("busy"));
      Future<?> merges =
          threads.submit(
              () -> {
                for (int i = 0; i < 12; i++) {
                  busy.add(List.of(Passage.of("p" + i, "text " + i)));
                  busy.compact();
                }
              });
      int counted = 0;
      for (VectorCollection reader : List.of(busy, other.open("busy"))) {
        for (int i = 0; i < 5 || !merges.isDone() && reader != busy; i++) {
          assertFalse(reader.stats().bytes().total() == 0);
          counted++;
        }
      }
      merges.get();
      assertTrue(counted >= 10);
    } finally {
      threads.shutdownNow();
    }
  }
}
