package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.ids;
import static dev.ragged.testkit.ContractTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.Capability;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.DuplicateIdException;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Several threads and several stores at once. */
interface ConcurrencyContract extends ContractTest {
  int ROUNDS = 6;

  /** Runs all tasks at the same time; the first failure fails the test. */
  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks, 90, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Passage> batch(int thread, int round) {
    return IntStream.range(0, 10)
        .mapToObj(
            i ->
                Passage.of(
                    "t" + thread + "-" + i,
                    "thread " + thread + " wrote round " + round + " item " + i,
                    Metadata.of("round", round)))
        .toList();
  }

  @Test
  default void should_serve_eight_threads_at_once() throws Exception {
    VectorCollection shared = store().create(CollectionSpec.of("shared"));
    shared.add(
        IntStream.range(0, 20).mapToObj(i -> Passage.of("stay" + i, "steady text " + i)).toList());
    AtomicBoolean written = new AtomicBoolean();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int thread = t;
      tasks.add(
          () -> {
            try {
              for (int round = 0; round < ROUNDS; round++) {
                shared.upsert(batch(thread, round));
                assertEquals(
                    round,
                    (int)
                        (long)
                            (Long)
                                ContractTest.one(shared, "t" + thread + "-3")
                                    .metadata()
                                    .get("round")
                                    .orElseThrow());
                shared.delete(Selection.ids("t" + thread + "-9"));
              }
            } finally {
              written.set(thread == 0 || written.get());
            }
            return ROUNDS;
          });
    }
    for (int t = 0; t < 2; t++) {
      tasks.add(
          () -> {
            int n = 0;
            do {
              List<String> ids = List.of("stay1", "stay7", "stay19");
              assertEquals(3, read(shared, Selection.ids(ids), 10).size());
              assertTrue(shared.count(Filter.all()) >= 20);
              n++;
            } while (!written.get());
            return n;
          });
      tasks.add(
          () -> {
            int n = 0;
            do {
              assertEquals(
                  List.of("stay7"),
                  ids(shared.search(SearchRequest.text("steady text 7").withK(1))));
              n++;
            } while (!written.get());
            return n;
          });
    }
    assertTrue(together(tasks).stream().allMatch(n -> n > 0));
    assertEquals(20 + 4 * 9, contents(shared).size());
    assertEquals(4 * 9, shared.count(Filter.equal("round", ROUNDS - 1)));
  }

  @Test
  default void should_show_a_replacement_as_one_change() throws Exception {
    assumeTrue(can(Capability.ATOMIC_WRITES), "writes are not atomic");
    VectorCollection shared = store().create(CollectionSpec.of("shared"));
    shared.add(batch(0, 0));
    AtomicBoolean written = new AtomicBoolean();
    Callable<Integer> writer =
        () -> {
          try {
            for (int round = 1; round <= 12; round++) {
              shared.replace(Selection.all(), batch(round % 3, round));
            }
          } finally {
            written.set(true);
          }
          return 12;
        };
    Callable<Integer> reader =
        () -> {
          int n = 0;
          do {
            List<Passage> seen = read(shared, Selection.all(), 100);
            assertEquals(10, seen.size());
            assertEquals(1, seen.stream().map(Passage::metadata).distinct().count());
            assertEquals(10, shared.count(Filter.all()));
            n++;
          } while (!written.get());
          return n;
        };
    assertTrue(together(List.of(writer, reader, reader)).stream().allMatch(n -> n > 0));
    assertEquals(10, shared.count(Filter.equal("round", 12)));
  }

  @Test
  default void should_let_one_of_many_create_a_collection() throws Exception {
    Callable<Integer> create =
        () -> {
          try {
            store().create(CollectionSpec.of("wanted"));
            return 1;
          } catch (CollectionExistsException e) {
            return 0;
          }
        };
    store().names();
    List<Integer> made = together(List.of(create, create, create, create));
    assertEquals(1, made.stream().mapToInt(Integer::intValue).sum());
    assertEquals(List.of("wanted"), store().names());
  }

  @Test
  default void should_let_one_of_many_stores_have_a_name() throws Exception {
    List<VectorStore> stores = List.of(store(), another(embedder()), another(embedder()));
    for (int round = 0; round < 5; round++) {
      String name = "wanted" + round;
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (VectorStore each : stores) {
        String own = "own" + round + "-" + stores.indexOf(each);
        each.create(CollectionSpec.of(own)).close();
        tasks.add(() -> succeeds(() -> each.create(CollectionSpec.of(name)).close()));
        tasks.add(() -> succeeds(() -> each.rename(own, name)));
      }
      assertEquals(1, together(tasks).stream().mapToInt(Integer::intValue).sum(), name);
      int there = round + 1;
      assertEquals(
          there, store().names().stream().filter(each -> each.startsWith("wanted")).count());
    }
  }

  private static int succeeds(Runnable run) {
    try {
      run.run();
      return 1;
    } catch (CollectionExistsException e) {
      return 0;
    }
  }

  @Test
  default void should_refuse_every_use_of_what_another_store_dropped() {
    animals().close();
    VectorCollection stale = store().open("animals");
    assertEquals(4, stale.count(Filter.all()));
    VectorStore other = another(embedder());
    assertTrue(other.drop("animals"));
    List<Passage> ant = List.of(Passage.of("ant", "an ant digs"));
    List<Executable> uses =
        List.of(
            () -> stale.count(Filter.all()),
            () -> stale.get(Selection.all(), PageRequest.first(1)),
            () -> stale.search(SearchRequest.text("a cat")),
            () -> stale.add(ant),
            () -> stale.delete(Selection.ids("cat")));
    uses.forEach(use -> assertThrows(NoSuchCollectionException.class, use));
    assertEquals(List.of(), store().names());
    // One that is created with the same name is another one.
    VectorCollection anew = other.create(CollectionSpec.of("animals"));
    uses.forEach(use -> assertThrows(NoSuchCollectionException.class, use));
    assertEquals(0, anew.count(Filter.all()));
    assertEquals(0, store().open("animals").count(Filter.all()));
  }

  @Test
  default void should_add_an_id_once_however_many_try() throws Exception {
    VectorCollection shared = store().create(CollectionSpec.of("shared"));
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String text = "from thread " + t;
      tasks.add(
          () -> {
            try {
              shared.add(List.of(Passage.of("wanted", text)));
              return 1;
            } catch (DuplicateIdException e) {
              assertEquals(List.of("wanted"), e.ids());
              return 0;
            }
          });
    }
    assertEquals(1, together(tasks).stream().mapToInt(Integer::intValue).sum());
    assertEquals(Set.of("wanted"), contents(shared).keySet());
  }
}
