package dev.ragged.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Filter;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Arguments that are null. */
interface ArgumentsContract extends ContractTest {

  @Test
  default void should_name_the_argument_that_is_null() {
    VectorCollection animals = animals();
    VectorStore store = store();
    List<Passage> withNull = Arrays.asList(Passage.of("a", "a"), null);
    Map<String, List<Executable>> calls = new LinkedHashMap<>();
    calls.put("spec", List.of(() -> store.create(null)));
    calls.put(
        "name",
        List.of(
            () -> store.open(null),
            () -> store.drop(null),
            () -> store.rename(null, "other"),
            () -> store.rename("animals", null),
            () -> store.reindexWords(null, passages -> {}),
            () -> store.recodeVectors(null, passages -> {})));
    calls.put(
        "progress",
        List.of(
            () -> store.reindexWords("animals", null), () -> store.recodeVectors("animals", null)));
    calls.put("changes", List.of(() -> animals.apply(null)));
    calls.put(
        "passages",
        List.of(
            () -> animals.add(null),
            () -> animals.add(withNull),
            () -> animals.upsert(null),
            () -> animals.upsert(withNull),
            () -> animals.replace(Selection.none(), null)));
    calls.put(
        "which",
        List.of(
            () -> animals.replace(null, List.of()),
            () -> animals.delete(null),
            () -> animals.get(null, PageRequest.first(1))));
    calls.put("page", List.of(() -> animals.get(Selection.all(), null)));
    calls.put("filter", List.of(() -> animals.count(null)));
    calls.put(
        "request", List.of(() -> animals.search(null), () -> animals.search(null, soFar -> {})));
    calls.put("mode", List.of(() -> animals.scale(null)));
    calls.put(
        "ids",
        List.of(
            () -> animals.embeddings(null), () -> animals.embeddings(Arrays.asList("cat", null))));
    calls.put("executor", List.of(() -> animals.async(null)));
    calls.put(
        "listener",
        List.of(
            () -> animals.observed(null),
            () -> store.observed(null),
            () -> animals.search(SearchRequest.text("honey"), null)));
    calls.forEach(
        (name, some) -> {
          for (Executable call : some) {
            String message = assertThrows(IllegalArgumentException.class, call, name).getMessage();
            assertTrue(message.contains("'" + name + "'"), name + ": " + message);
          }
        });
    assertEquals(4, animals.count(Filter.all()), "nothing has changed");
  }
}
