package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.AsyncCollection;
import dev.ragged.Batch;
import dev.ragged.CollectionSpec;
import dev.ragged.DuplicateIdException;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.ModelIdentity;
import dev.ragged.Operation;
import dev.ragged.OperationInterruptedException;
import dev.ragged.OperationOutcome;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Collections for callers that do not wait, and with a listener. */
interface ViewsContract extends ContractTest {

  @Test
  default void should_work_for_callers_that_do_not_wait() throws Exception {
    VectorCollection animals = animals();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      AsyncCollection async = animals.async(threads);
      async.add(List.of(Passage.of("ant", "an ant digs"))).get();
      async.upsert(List.of(Passage.of("owl", "an owl hoots"))).get();
      assertEquals(6, async.count(Filter.all()).get());
      assertEquals(1, async.delete(Selection.ids("cat", "nobody")).get());
      assertEquals(
          1, async.replace(Selection.ids("dog"), List.of(Passage.of("cow", "a cow moos"))).get());
      assertEquals(
          List.of("bee"),
          ids(async.search(SearchRequest.text("a bee makes honey").withK(1)).get()));
      assertEquals(5, async.get(Selection.all(), PageRequest.first(10)).get().items().size());
      ExecutionException failure =
          assertThrows(
              ExecutionException.class, () -> async.add(List.of(Passage.of("ant", "again"))).get());
      assertInstanceOf(DuplicateIdException.class, failure.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void should_interrupt_the_work_of_a_future_that_is_cancelled() throws Exception {
    animals().close();
    Waiting waiting = new Waiting(embedder().identity());
    VectorCollection animals = another(waiting).open("animals");
    AtomicReference<Throwable> ended = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      VectorCollection watched =
          animals.observed(
              operation ->
                  outcome -> {
                    ended.set(outcome.failure());
                    done.countDown();
                  });
      CompletableFuture<?> future =
          watched.async(thread).upsert(List.of(Passage.of("ant", "an ant digs")));
      assertTrue(waiting.begun.await(60, TimeUnit.SECONDS), "the write does not begin");
      assertTrue(future.cancel(true));
      assertThrows(CancellationException.class, future::get);
      assertTrue(done.await(60, TimeUnit.SECONDS), "the write goes on");
      assertInstanceOf(OperationInterruptedException.class, ended.get());
      assertFalse(
          thread.submit(() -> Thread.currentThread().isInterrupted()).get(),
          "the executor's thread is as it was");
    } finally {
      thread.shutdownNow();
    }
    assertEquals(4, animals.count(Filter.all()), "nothing is written");
    animals.delete(Selection.ids("cat"));
    assertEquals(3, animals.count(Filter.all()), "the collection goes on");
  }

  @Test
  default void should_tell_a_listener_of_every_operation() {
    List<Operation> started = new ArrayList<>();
    List<OperationOutcome> ended = new ArrayList<>();
    VectorStore store =
        store()
            .observed(
                operation -> {
                  started.add(operation);
                  return ended::add;
                });
    VectorCollection animals = store.create(CollectionSpec.of("animals"));
    animals.add(List.of(Passage.of("cat", "a cat purrs"), Passage.of("dog", "a dog barks")));
    animals.upsert(List.of(Passage.of("cat", "a cat again")));
    SearchRequest request = SearchRequest.text("a cat again").withK(1);
    animals.search(request);
    animals.get(Selection.all(), PageRequest.first(10));
    animals.count(Filter.all());
    animals.embeddings(List.of("cat", "dog", "nobody"));
    animals.replace(Selection.ids("dog"), List.of(Passage.of("owl", "an owl")));
    animals.delete(Selection.ids("owl"));
    try (Batch batch = animals.observed(operation -> outcome -> {}).batch()) {
      batch.upsert(List.of(Passage.of("bee", "a bee"))).commit();
    }
    Throwable failure =
        assertThrows(
            DuplicateIdException.class, () -> animals.add(List.of(Passage.of("cat", "x"))));
    assertEquals(
        List.of(
            "create",
            "add",
            "upsert",
            "search",
            "get",
            "count",
            "embeddings",
            "replace",
            "delete",
            "info", // of the second view
            "info", // of its batch
            "apply",
            "add"),
        started.stream().map(Operation::name).toList());
    assertEquals(started.size(), ended.size(), "each ends");
    int add = 1;
    assertEquals(store().backend(), started.get(add).backend());
    assertEquals("animals", started.get(add).collection());
    assertEquals(2, started.get(add).given());
    assertNull(started.get(add).search());
    assertTrue(ended.get(add).succeeded());
    assertTrue(ended.get(add).duration().toNanos() > 0);
    int search = 3;
    assertSame(request, started.get(search).search());
    assertEquals(1, ended.get(search).count());
    assertTrue(ended.get(search).search().candidates() > 0);
    assertEquals(2, ended.get(4).count(), "passages read");
    assertEquals(2, ended.get(5).count(), "passages counted");
    assertEquals(3, started.get(6).given());
    assertEquals(1, ended.get(8).count(), "passages deleted");
    OperationOutcome last = ended.get(ended.size() - 1);
    assertSame(failure, last.failure());
    assertFalse(last.succeeded());
    assertTrue(store.drop("animals"));
    assertEquals("drop", started.get(started.size() - 1).name());
  }

  @Test
  default void should_not_mind_a_listener_that_fails() {
    VectorCollection animals =
        animals()
            .observed(
                operation -> {
                  if (operation.kind() == Operation.Kind.COUNT) {
                    throw new IllegalStateException("at the start");
                  }
                  return outcome -> {
                    throw new IllegalStateException("at the end");
                  };
                });
    assertEquals(4, animals.count(Filter.all()));
    animals.delete(Selection.ids("cat"));
    assertEquals(3, contents(animals).size());
  }

  /** A model that embeds nothing until it is interrupted. */
  final class Waiting implements Embedder {
    final CountDownLatch begun = new CountDownLatch(1);
    private final ModelIdentity identity;

    Waiting(ModelIdentity identity) {
      this.identity = identity;
    }

    @Override
    public ModelIdentity identity() {
      return identity;
    }

    @Override
    public int maxTokens() {
      return 512;
    }

    @Override
    public Tokenizer tokenizer() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      begun.countDown();
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new OperationInterruptedException("Embedding was interrupted.", e);
      }
      throw new IllegalStateException("nobody came");
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {}
  }
}
