package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.axis;
import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.one;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Batch;
import dev.ragged.Changes;
import dev.ragged.CollectionSpec;
import dev.ragged.DuplicateIdException;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several changes as one. */
interface BatchContract extends ContractTest {

  @Test
  default void should_write_a_batch_as_one_change_when_it_is_committed() {
    VectorCollection animals = animals();
    TreeMap<String, Passage> before = contents(animals);
    try (Batch batch = animals.batch()) {
      embedder().embedded().set(0);
      batch.add(List.of(Passage.of("ant", "an ant digs"))).delete(Selection.ids("cat", "nobody"));
      batch.upsert(List.of(Passage.of("dog", "a wolf howls"), bare("bare", axis(3))));
      assertEquals(3, batch.size());
      assertEquals(before, contents(animals), "nothing is written yet");
      assertEquals(0, embedder().embedded().get(), "nothing is embedded yet");
      assertEquals(1, batch.commit(), "the cat");
      assertEquals(2, embedder().embedded().get());
      assertEquals(Set.of("ant", "dog", "hen", "bee", "bare"), contents(animals).keySet());
      assertEquals("a wolf howls", one(animals, "dog").text());
      assertEquals(0, batch.size());
      assertEquals(0, batch.commit(), "it begins anew");
      assertEquals(1, batch.delete(Selection.ids("ant")).commit());
      batch.delete(Selection.all()).add(List.of(Passage.of("lost", "never committed")));
    }
    assertEquals(Set.of("dog", "hen", "bee", "bare"), contents(animals).keySet());
  }

  @Test
  default void should_end_as_if_the_changes_of_a_batch_were_made_one_by_one() {
    Random random = new Random(Seeds.seed());
    VectorCollection single = store().create(CollectionSpec.of("single"));
    VectorCollection batched = store().create(CollectionSpec.of("batched"));
    for (int round = 0; round < 6; round++) {
      try (Batch batch = batched.batch()) {
        for (int change = 0; change < 8; change++) {
          Passage passage =
              Passage.of(
                  "p" + random.nextInt(6),
                  "text " + random.nextInt(4),
                  Metadata.of("n", random.nextInt(3)));
          switch (random.nextInt(4)) {
            case 0 -> {
              Selection which = Selection.ids(passage.id());
              single.delete(which);
              batch.delete(which);
            }
            case 1 -> {
              Selection which = Selection.where(Filter.equal("n", random.nextInt(3)));
              single.delete(which);
              batch.delete(which);
            }
            default -> {
              single.upsert(List.of(passage));
              batch.upsert(List.of(passage));
            }
          }
        }
        batch.commit();
      }
      assertEquals(contents(single), contents(batched), "round " + round);
    }
  }

  @Test
  default void should_refuse_a_batch_that_adds_what_exists_and_write_nothing_of_it() {
    VectorCollection animals = animals();
    TreeMap<String, Passage> before = contents(animals);
    try (Batch batch = animals.batch()) {
      batch.add(List.of(Passage.of("ant", "an ant"), Passage.of("cat", "again")));
      batch.delete(Selection.ids("dog"));
      assertEquals(List.of("cat"), assertThrows(DuplicateIdException.class, batch::commit).ids());
      assertEquals(before, contents(animals));
      assertEquals(2, batch.size(), "it keeps what it has");
      batch.delete(Selection.ids("cat"));
      batch.add(List.of(Passage.of("cat", "a new cat")));
      batch.commit();
      assertEquals(Set.of("ant", "cat", "hen", "bee"), contents(animals).keySet());
      assertEquals("a new cat", one(animals, "cat").text());
    }
  }

  @Test
  default void should_apply_changes_of_all_kinds_at_once() {
    VectorCollection animals = animals();
    long gone =
        animals.apply(
            new Changes(
                List.of(
                    Selection.ids("cat"),
                    Selection.where(Filter.equal("legs", 2)),
                    Selection.ids("dog"),
                    Selection.where(Filter.equal("legs", 77))),
                List.of(Passage.of("cat", "a new cat"), Passage.of("ant", "an ant")),
                List.of(Passage.of("bee", "a wasp"))));
    assertEquals(2, gone, "the dog and the hen");
    assertEquals(Set.of("cat", "ant", "bee"), contents(animals).keySet());
    assertEquals("a new cat", one(animals, "cat").text());
    assertEquals("a wasp", one(animals, "bee").text());
  }

  @Test
  default void should_say_what_is_wrong_with_ids_that_exist_or_occur_twice() {
    VectorCollection animals = animals();
    List<Passage> twice = List.of(Passage.of("ant", "a"), Passage.of("ant", "b"));
    DuplicateIdException repeated =
        assertThrows(DuplicateIdException.class, () -> animals.upsert(twice));
    assertTrue(repeated.getMessage().contains("twice in one call"), repeated.getMessage());
    DuplicateIdException existing =
        assertThrows(
            DuplicateIdException.class, () -> animals.add(List.of(Passage.of("cat", "again"))));
    assertTrue(existing.getMessage().contains("already exist"), existing.getMessage());
  }

  @Test
  default void should_give_random_ids_to_those_that_come_without() {
    VectorCollection animals = animals();
    List<Passage> passages = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> passages.add(Passage.of("the same text")));
    animals.add(passages);
    assertEquals(50, new HashSet<>(passages.stream().map(Passage::id).toList()).size());
    assertEquals(54, animals.count(Filter.all()));
  }
}
