package dev.ragged.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.Capability;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Health;
import dev.ragged.Metric;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Whole collections: created, opened, renamed, dropped, closed. */
interface StoreContract extends ContractTest {
  @Test
  default void should_have_the_capabilities_it_declares() {
    assertEquals(declared(), store().capabilities());
    animals();
    assertEquals(declared(), store().capabilities());
    assertFalse(metrics().isEmpty(), "a store compares by one metric at least");
  }

  @Test
  default void should_name_its_backend_as_configuration_spells_it() {
    assertTrue(store().backend().matches("[a-z]+"), store().backend());
    assertEquals(store().backend(), animals().info().backend());
  }

  @Test
  default void should_be_healthy_and_say_what_it_found() {
    Health health = store().health();
    assertTrue(health.ok(), health.detail());
    assertFalse(health.detail().isBlank());
    VectorStore closed = store();
    closeStore();
    assertDoesNotThrow(closed::health);
  }

  @Test
  default void should_name_all_collections_in_order() {
    assertEquals(List.of(), store().names());
    for (String name : List.of("zebra", "a.b", "Yak", "ant-2", "ant_1")) {
      store().create(CollectionSpec.of(name));
    }
    assertEquals(List.of("Yak", "a.b", "ant-2", "ant_1", "zebra"), store().names());
  }

  @Test
  default void should_create_an_empty_collection_and_open_it() {
    for (Metric metric : metrics()) {
      String name = "metric-" + metric.name().toLowerCase();
      VectorCollection made = store().create(new CollectionSpec(name, metric, 3));
      int bytes = made.info().bytesPerVector();
      int kept = made.info().keptVectorBytes();
      assertEquals(
          new CollectionInfo(name, store().backend(), metric, 3, null, bytes, kept, 0, false),
          made.info());
      assertTrue(kept == 0 || kept >= 3, kept + " bytes for 3 values");
      assertTrue(bytes >= Math.max(kept, 1), bytes + " bytes per vector");
      made.add(List.of(ContractTest.bare("one", 1, 2, 3)));
      assertEquals(1, store().open(name).info().passages());
    }
  }

  @Test
  default void should_take_the_dimension_from_the_embedder_and_remember_the_model() {
    VectorCollection made = store().create(CollectionSpec.of("modelled"));
    assertEquals(DIMENSION, made.info().dimension());
    assertEquals(embedder().identity(), made.info().model());
    closeStore();
    assertEquals(DIMENSION, store().open("modelled").info().dimension());
    assertEquals(embedder().identity(), store().open("modelled").info().model());
  }

  @Test
  default void should_refuse_to_create_what_has_no_dimension() {
    VectorStore modelless = another(null);
    assertThrows(
        IllegalArgumentException.class, () -> modelless.create(CollectionSpec.of("nothing")));
    assertEquals(List.of(), modelless.names());
  }

  @Test
  default void should_refuse_a_metric_it_lacks_and_create_nothing() {
    for (Metric metric : Metric.values()) {
      if (!metrics().contains(metric)) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class,
                () -> store().create(new CollectionSpec("lacking", metric, 3)));
        assertFalse(e.getMessage().isBlank());
      }
    }
    assertEquals(List.of(), store().names());
  }

  @Test
  default void should_refuse_a_taken_name_and_leave_the_collection_there_alone() {
    animals();
    assertThrows(
        CollectionExistsException.class, () -> store().create(CollectionSpec.of("animals")));
    assertThrows(
        CollectionExistsException.class, () -> store().create(CollectionSpec.of("animals", 3)));
    assertEquals(4, store().open("animals").count(Filter.all()));
    assertEquals(DIMENSION, store().open("animals").info().dimension());
  }

  @Test
  default void should_refuse_to_open_what_is_not_there() {
    animals();
    assertThrows(NoSuchCollectionException.class, () -> store().open("animal"));
    assertThrows(NoSuchCollectionException.class, () -> store().open("Animals"));
  }

  @Test
  default void should_refuse_names_that_no_backend_takes() {
    for (String bad :
        List.of("ab", "..", "../x", "a b", "1.2.3.4", ".hidden", "a..b", "caf\u00E9")) {
      assertThrows(IllegalArgumentException.class, () -> store().open(bad), bad);
      assertThrows(IllegalArgumentException.class, () -> store().drop(bad), bad);
      assertThrows(IllegalArgumentException.class, () -> store().rename(bad, "good"), bad);
      assertThrows(IllegalArgumentException.class, () -> store().rename("good", bad), bad);
    }
  }

  @Test
  default void should_take_every_name_that_is_allowed() {
    for (String name : List.of("abc", "A.b-c_9", "1.2.3", "x".repeat(200), "123")) {
      store().create(CollectionSpec.of(name)).add(List.of(Passage.of("id", "text " + name)));
      assertEquals(name, store().open(name).info().name());
      assertEquals("text " + name, ContractTest.one(store().open(name), "id").text());
    }
    assertEquals(5, store().names().size());
  }

  @Test
  default void should_refuse_another_model_and_name_both() {
    animals();
    VectorStore other = another(new WordsEmbedder("other-words", DIMENSION));
    String message =
        assertThrows(ModelMismatchException.class, () -> other.open("animals")).getMessage();
    assertTrue(message.contains("words (" + DIMENSION), message);
    assertTrue(message.contains("other-words"), message);
    VectorStore longer = another(new WordsEmbedder("words", DIMENSION + 1));
    assertThrows(ModelMismatchException.class, () -> longer.open("animals"));
  }

  @Test
  default void should_read_without_an_embedder_what_one_made() {
    animals();
    closeStore();
    VectorCollection animals = another(null).open("animals");
    assertEquals(4, animals.count(Filter.all()));
    assertEquals("a bee makes honey", ContractTest.one(animals, "bee").text());
    assertEquals(embedder().identity(), animals.info().model());
    assertThrows(IllegalStateException.class, () -> animals.search(SearchRequest.text("honey")));
    assertThrows(
        IllegalArgumentException.class, () -> animals.add(List.of(Passage.of("ant", "an ant"))));
    assertEquals(2, animals.delete(Selection.where(Filter.equal("pet", true))));
  }

  @Test
  default void should_hold_everything_after_it_is_opened_again() {
    VectorCollection animals = animals();
    animals.delete(Selection.ids("dog"));
    animals.upsert(
        List.of(
            Passage.of("cat", "a lion roars"), ContractTest.bare("axis", ContractTest.axis(3))));
    TreeMap<String, Passage> before = ContractTest.contents(animals);
    CollectionInfo info = animals.info();
    closeStore();
    VectorCollection again = store().open("animals");
    assertEquals(List.of("animals"), store().names());
    assertEquals(info, again.info());
    assertEquals(before, ContractTest.contents(again));
    assertEquals(
        List.of("hen"),
        ContractTest.ids(again.search(SearchRequest.text("a hen lays an egg").withK(1))));
    again.add(List.of(Passage.of("owl", "an owl hoots")));
    assertEquals(before.size() + 1, again.count(Filter.all()));
  }

  @Test
  default void should_keep_collections_apart() {
    VectorCollection animals = animals();
    VectorCollection plants = store().create(CollectionSpec.of("plants"));
    plants.add(List.of(Passage.of("cat", "catnip")));
    assertEquals("a cat purrs on the sofa", ContractTest.one(animals, "cat").text());
    assertEquals("catnip", ContractTest.one(plants, "cat").text());
    plants.delete(Selection.all());
    assertEquals(4, animals.count(Filter.all()));
    assertEquals(List.of(), plants.search(SearchRequest.text("a cat purrs on the sofa")).hits());
  }

  @Test
  default void should_rename_with_everything_in_it() {
    VectorCollection animals = animals();
    TreeMap<String, Passage> before = ContractTest.contents(animals);
    store().rename("animals", "beasts");
    assertEquals(List.of("beasts"), store().names());
    assertThrows(NoSuchCollectionException.class, () -> store().open("animals"));
    VectorCollection beasts = store().open("beasts");
    assertEquals("beasts", beasts.info().name());
    assertEquals(embedder().identity(), beasts.info().model());
    assertEquals(before, ContractTest.contents(beasts));
    beasts.add(List.of(Passage.of("owl", "an owl hoots")));
    closeStore();
    assertEquals(5, store().open("beasts").count(Filter.all()));
  }

  @Test
  default void should_close_what_is_open_under_the_old_name() {
    VectorCollection animals = animals();
    VectorCollection twice = store().open("animals");
    store().rename("animals", "beasts");
    for (VectorCollection old : List.of(animals, twice)) {
      assertThrows(IllegalStateException.class, () -> old.count(Filter.all()));
      assertThrows(
          IllegalStateException.class, () -> old.upsert(List.of(Passage.of("owl", "an owl"))));
      old.close();
    }
    // The old name is free; a collection created with it is a different one.
    VectorCollection anew = store().create(CollectionSpec.of("animals"));
    assertEquals(0, anew.count(Filter.all()));
    assertEquals(4, store().open("beasts").count(Filter.all()));
  }

  @Test
  default void should_refuse_to_rename_what_is_missing_or_onto_what_is_there() {
    animals();
    store().create(CollectionSpec.of("plants"));
    assertThrows(NoSuchCollectionException.class, () -> store().rename("stones", "rocks"));
    assertThrows(NoSuchCollectionException.class, () -> store().rename("stones", "plants"));
    assertThrows(CollectionExistsException.class, () -> store().rename("animals", "plants"));
    assertEquals(List.of("animals", "plants"), store().names());
    assertEquals(4, store().open("animals").count(Filter.all()));
    assertEquals(0, store().open("plants").count(Filter.all()));
  }

  @Test
  default void should_drop_everything_stored_and_say_whether_there_was_anything() {
    VectorCollection animals = animals();
    assertTrue(store().drop("animals"));
    assertFalse(store().drop("animals"));
    assertEquals(List.of(), store().names());
    assertThrows(NoSuchCollectionException.class, () -> store().open("animals"));
    assertThrows(IllegalStateException.class, () -> animals.count(Filter.all()));
    VectorCollection anew = store().create(CollectionSpec.of("animals"));
    assertEquals(0, anew.count(Filter.all()));
    assertEquals(List.of(), anew.search(SearchRequest.text("a cat")).hits());
  }

  @Test
  default void should_refuse_every_use_of_a_closed_collection() {
    VectorCollection animals = animals();
    animals.close();
    animals.close();
    refusesEveryUse(animals);
  }

  @Test
  default void should_close_collections_with_the_store_and_refuse_every_use_of_it() {
    VectorCollection animals = animals();
    VectorStore store = store();
    store.close();
    store.close();
    refusesEveryUse(animals);
    Map<String, Executable> uses =
        Map.of(
            "names", store::names,
            "create", () -> store.create(CollectionSpec.of("plants")),
            "open", () -> store.open("animals"),
            "rename", () -> store.rename("animals", "beasts"),
            "reindexWords", () -> store.reindexWords("animals", read -> {}),
            "recodeVectors", () -> store.recodeVectors("animals", read -> {}),
            "drop", () -> store.drop("animals"));
    uses.forEach((use, call) -> assertThrows(IllegalStateException.class, call, use));
    assertEquals(List.of("animals"), another(null).names());
  }

  private static void refusesEveryUse(VectorCollection closed) {
    List<Passage> ant = List.of(Passage.of("ant", "an ant digs"));
    Map<String, Executable> uses =
        Map.ofEntries(
            Map.entry("info", closed::info),
            Map.entry("add", () -> closed.add(ant)),
            Map.entry("upsert", () -> closed.upsert(ant)),
            Map.entry("replace", () -> closed.replace(Selection.all(), ant)),
            Map.entry("delete", () -> closed.delete(Selection.all())),
            Map.entry("get", () -> closed.get(Selection.all(), PageRequest.first(1))),
            Map.entry("count", () -> closed.count(Filter.all())),
            Map.entry("search", () -> closed.search(SearchRequest.text("a cat"))),
            Map.entry("embeddings", () -> closed.embeddings(List.of("cat"))),
            Map.entry("stats", closed::stats),
            Map.entry("compact", closed::compact),
            Map.entry("check", closed::check));
    uses.forEach((use, call) -> assertThrows(IllegalStateException.class, call, use));
  }

  @Test
  default void should_leave_a_collection_open_for_those_who_opened_it_too() {
    VectorCollection first = animals();
    VectorCollection second = store().open("animals");
    first.close();
    assertEquals(4, second.count(Filter.all()));
    second.add(List.of(Passage.of("owl", "an owl hoots")));
    VectorCollection third = store().open("animals");
    second.close();
    assertEquals(5, third.count(Filter.all()));
  }

  @Test
  default void should_show_a_write_to_every_reader() {
    VectorCollection writer = animals();
    VectorCollection reader = another(embedder()).open("animals");
    assertEquals(4, reader.count(Filter.all()));
    writer.add(List.of(Passage.of("owl", "an owl hoots")));
    assertEquals(5, reader.count(Filter.all()));
    assertEquals(
        List.of("owl"),
        ContractTest.ids(reader.search(SearchRequest.text("an owl hoots").withK(1))));
    writer.delete(Selection.ids("owl"));
    assertEquals(4, reader.count(Filter.all()));
  }

  @Test
  default void should_let_one_write_at_a_time_where_writers_lock() {
    assumeTrue(can(Capability.WRITER_LOCK), "writers do not lock");
    VectorCollection writer = animals();
    VectorStore store = another(embedder());
    VectorCollection second = store.open("animals");
    List<Passage> owl = List.of(Passage.of("owl", "an owl hoots"));
    assertThrows(CollectionLockedException.class, () -> second.add(owl));
    assertThrows(CollectionLockedException.class, () -> second.upsert(owl));
    assertThrows(CollectionLockedException.class, () -> second.delete(Selection.all()));
    assertThrows(CollectionLockedException.class, () -> second.replace(Selection.all(), owl));
    assertThrows(CollectionLockedException.class, () -> store.rename("animals", "beasts"));
    assertThrows(CollectionLockedException.class, () -> store.drop("animals"));
    assertEquals(4, second.count(Filter.all()), "reading needs no lock");
    assertEquals(4, writer.count(Filter.all()));
    writer.close();
    second.add(owl);
    assertEquals(5, second.count(Filter.all()));
    assertTrue(store.drop("animals"), "a store's own lock is not in its way");
  }

  @Test
  default void should_let_several_write_where_writers_do_not_lock() {
    assumeFalse(can(Capability.WRITER_LOCK), "writers lock");
    VectorCollection first = animals();
    VectorCollection second = another(embedder()).open("animals");
    second.add(List.of(Passage.of("owl", "an owl hoots")));
    first.add(List.of(Passage.of("ant", "an ant digs")));
    assertEquals(6, first.count(Filter.all()));
    assertEquals(6, second.count(Filter.all()));
  }

  @Test
  default void should_have_no_model_where_callers_bring_the_vectors() {
    VectorCollection vectors = another(null).create(CollectionSpec.of("vectors", 3));
    assertNull(vectors.info().model());
    vectors.add(List.of(ContractTest.bare("one", 1, 0, 0)));
    assertEquals(
        List.of("one"),
        ContractTest.ids(vectors.search(SearchRequest.vector(new float[] {1, 1, 0}))));
  }
}
