package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Filter;
import dev.ragged.OperationInterruptedException;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Threads that are interrupted. */
interface InterruptionContract extends ContractTest {

  @Test
  default void should_tell_an_interrupted_thread_so_and_leave_its_flag() {
    VectorCollection animals = animals();
    List<Executable> calls =
        List.of(
            () -> animals.search(SearchRequest.text("honey")),
            () -> animals.upsert(List.of(Passage.of("ant", "an ant digs"))),
            () -> animals.delete(Selection.all()),
            () -> animals.get(Selection.all(), PageRequest.first(9)));
    for (Executable call : calls) {
      Thread.currentThread().interrupt();
      try {
        assertThrows(OperationInterruptedException.class, call);
      } finally {
        assertTrue(Thread.interrupted(), "the flag stays");
      }
    }
    assertEquals(4, animals.count(Filter.all()), "nothing has changed");
    animals.upsert(List.of(Passage.of("ant", "an ant digs")));
    assertEquals(5, animals.count(Filter.all()));
  }

  @Test
  default void should_harm_no_other_thread_when_one_is_interrupted() throws Exception {
    VectorCollection animals = animals();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger interruptions = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread victim =
        new Thread(
            () -> {
              for (int i = 0; !over.get(); i++) {
                try {
                  animals.upsert(List.of(Passage.of("victim", "its text " + i)));
                  animals.search(SearchRequest.text("a bee makes honey"));
                } catch (OperationInterruptedException e) {
                  interruptions.incrementAndGet();
                } catch (UnconfirmedWriteException e) {
                  interruptions.incrementAndGet();
                  if (!(e.getCause() instanceof OperationInterruptedException)) {
                    failure.compareAndSet(null, e);
                  }
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                  return;
                }
                Thread.interrupted();
              }
            });
    List<Thread> others = new ArrayList<>();
    others.add(victim);
    for (int t = 0; t < 2; t++) {
      String id = "other" + t;
      others.add(
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 15; i++) {
                    String text = id + " writes " + i;
                    animals.upsert(List.of(Passage.of(id, text)));
                    assertEquals(text, ContractTest.one(animals, id).text());
                    assertTrue(
                        ids(animals.search(SearchRequest.text("a bee makes honey").withK(9)))
                            .contains("bee"));
                  }
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    others.forEach(Thread::start);
    for (Thread other : others.subList(1, others.size())) {
      while (other.isAlive()) {
        other.join(7);
        victim.interrupt();
      }
    }
    while (interruptions.get() == 0 && victim.isAlive()) { // a fast store may be between two calls
      victim.interrupt();
      victim.join(1);
    }
    over.set(true);
    victim.join();
    if (failure.get() != null) {
      throw new AssertionError("One of the threads failed.", failure.get());
    }
    assertTrue(interruptions.get() > 0, "nobody was interrupted");
    animals.upsert(List.of(Passage.of("victim", "at rest")));
    assertEquals(7, contents(animals).size());
  }
}
