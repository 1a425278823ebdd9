package dev.ragged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final List<Changes> applied = new ArrayList<>();
  private final VectorCollection collection =
      (VectorCollection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {VectorCollection.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "info" ->
                        new CollectionInfo("a", "b", Metric.COSINE, 1_024, null, 0, 0, 0, false);
                    case "apply" -> {
                      applied.add((Changes) arguments[0]);
                      yield 0L;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private static List<Passage> passages(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Passage.of("p" + i, "text " + i)).toList();
  }

  @Test
  void should_write_a_thousand_single_adds_as_one_change() {
    try (Batch batch = new Batch(collection)) {
      for (Passage passage : passages(0, 1_000)) {
        batch.add(List.of(passage));
      }
      batch.commit();
    }
    assertEquals(1, applied.size());
    assertEquals(passages(0, 1_000), applied.get(0).added());
    assertEquals(List.of(), applied.get(0).deleted());
  }

  @Test
  void should_hold_no_more_than_it_says_vectors_to_be_made_included() {
    try (Batch batch = new Batch(collection)) {
      int fit = (int) (Batch.MAX_BYTES / (4 * 1_024 + 256 + 20));
      batch.upsert(passages(0, fit));
      List<Passage> more = passages(fit, fit + 2_000);
      IllegalStateException full =
          assertThrows(IllegalStateException.class, () -> batch.upsert(more));
      assertTrue(full.getMessage().contains("256 MB"), full.getMessage());
      assertEquals(fit, batch.size(), "nothing of that call is taken");
      batch.upsert(passages(0, fit));
      batch.commit();
      batch.upsert(more);
    }
  }

  @Test
  void should_take_nothing_once_it_is_closed() {
    Batch batch = new Batch(collection);
    batch.add(passages(0, 3));
    batch.close();
    assertThrows(IllegalStateException.class, batch::commit);
    assertThrows(IllegalStateException.class, () -> batch.add(passages(0, 3)));
    assertEquals(List.of(), applied);
  }

  @Test
  void should_refuse_an_id_that_it_writes_already() {
    try (Batch batch = new Batch(collection)) {
      batch.add(passages(0, 3));
      assertThrows(DuplicateIdException.class, () -> batch.add(passages(2, 5)));
      assertThrows(
          DuplicateIdException.class,
          () -> batch.upsert(List.of(passages(7, 8).get(0), passages(7, 8).get(0))));
      assertEquals(3, batch.size());
      batch.upsert(passages(2, 5)).delete(Selection.where(Filter.textContains("text 4")));
      batch.commit();
    }
    // An id that was added stays one that must be new; what would be replaced and goes is deleted.
    assertEquals(
        List.of("p0", "p1", "p2"), applied.get(0).added().stream().map(Passage::id).toList());
    assertEquals(List.of("p3"), applied.get(0).upserted().stream().map(Passage::id).toList());
    assertEquals(
        List.of(Selection.ids("p4"), Selection.where(Filter.or(Filter.textContains("text 4")))),
        applied.get(0).deleted());
  }
}
