package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.axis;
import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.exactly;
import static dev.ragged.testkit.ContractTest.ids;
import static dev.ragged.testkit.ContractTest.one;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.DuplicateIdException;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Adding, replacing and deleting. */
interface WritingContract extends ContractTest {

  @Test
  default void should_show_what_was_added_at_once() {
    VectorCollection animals = animals();
    assertEquals(4, animals.count(Filter.all()));
    assertEquals(4, animals.info().passages());
    assertEquals(
        Passage.of("hen", "a hen lays an egg", Metadata.of(Map.of("legs", 2, "pet", false))),
        one(animals, "hen"));
  }

  @Test
  default void should_take_no_passages_as_nothing_to_do() {
    VectorCollection animals = animals();
    animals.add(List.of());
    animals.upsert(List.of());
    assertEquals(0, animals.replace(Selection.none(), List.of()));
    assertEquals(4, animals.count(Filter.all()));
  }

  @Test
  default void should_name_the_ids_that_exist_and_write_nothing() {
    VectorCollection animals = animals();
    TreeMap<String, Passage> before = contents(animals);
    DuplicateIdException e =
        assertThrows(
            DuplicateIdException.class,
            () ->
                animals.add(
                    List.of(
                        Passage.of("ant", "ant"),
                        Passage.of("cat", "again"),
                        Passage.of("owl", "owl"),
                        Passage.of("bee", "again"))));
    assertEquals(Set.of("cat", "bee"), Set.copyOf(e.ids()));
    assertEquals(2, e.ids().size());
    assertEquals(before, contents(animals));
  }

  @Test
  default void should_name_the_ids_that_occur_twice_and_write_nothing() {
    VectorCollection animals = animals();
    TreeMap<String, Passage> before = contents(animals);
    List<Passage> twice =
        List.of(
            Passage.of("ant", "a"),
            Passage.of("owl", "b"),
            Passage.of("ant", "c"),
            Passage.of("ant", "d"));
    List<Executable> writes =
        List.of(
            () -> animals.add(twice),
            () -> animals.upsert(twice),
            () -> animals.replace(Selection.all(), twice));
    for (Executable write : writes) {
      assertEquals(List.of("ant"), assertThrows(DuplicateIdException.class, write).ids());
      assertEquals(before, contents(animals));
    }
  }

  @Test
  default void should_tell_ids_apart_that_differ_in_case_or_form() {
    VectorCollection vectors = vectors(2);
    List<String> ids =
        List.of("a", "A", "a ", " a", "\u00E9", "e\u0301", "\uFB01", "fi", "1", "01");
    vectors.add(ids.stream().map(id -> bare(id, 1, 2)).toList());
    assertEquals(ids.size(), vectors.count(Filter.all()));
    assertEquals(Set.copyOf(ids), contents(vectors).keySet());
    assertEquals(1, vectors.delete(Selection.ids("A", "FI")));
  }

  @Test
  default void should_replace_a_passage_as_a_whole() {
    VectorCollection animals = animals();
    animals.upsert(
        List.of(
            Passage.of("cat", "a lion roars", Metadata.of(Map.of("legs", "four", "wild", true))),
            Passage.of("dog", "a wolf howls"),
            Passage.of("ant", "an ant digs")));
    assertEquals(5, animals.count(Filter.all()));
    assertEquals(
        Passage.of("cat", "a lion roars", Metadata.of(Map.of("legs", "four", "wild", true))),
        one(animals, "cat"));
    assertEquals(Passage.of("dog", "a wolf howls"), one(animals, "dog"));
    assertEquals(0, animals.count(Filter.equal("pet", true)));
    assertEquals(1, animals.count(new Filter.Exists("pet")), "the hen's");
    assertEquals(0, animals.count(new Filter.TextContains("purrs")));
    Hit lion = animals.search(exactly(SearchRequest.text("a lion roars"))).hits().get(0);
    assertEquals("cat", lion.id());
    assertEquals(1, lion.score(), tolerance());
    Hit nearestToOld =
        animals.search(exactly(SearchRequest.text("a cat purrs on the sofa"))).hits().get(0);
    assertTrue(nearestToOld.score() < 0.99, "the old vector is gone: " + nearestToOld);
  }

  @Test
  default void should_lose_its_text_to_a_passage_without_and_its_vector_to_a_text() {
    VectorCollection animals = animals();
    animals.upsert(List.of(bare("cat", axis(3))));
    Passage cat = one(animals, "cat");
    assertNull(cat.text());
    assertEquals(Metadata.EMPTY, cat.metadata());
    assertArrayEquals(axis(3), cat.vector(), 1e-6f);
    assertEquals(0, animals.count(new Filter.TextContains("cat")));
    assertEquals(
        List.of("cat"), ids(animals.search(exactly(SearchRequest.vector(axis(3))).withK(1))));
    animals.upsert(List.of(Passage.of("cat", "a cat again")));
    assertEquals(Passage.of("cat", "a cat again"), one(animals, "cat"));
    assertArrayEquals(
        embedder().embed(List.of("a cat again")).get(0),
        animals.embeddings(List.of("cat")).get(0),
        (float) tolerance());
  }

  @Test
  default void should_lose_every_key_that_the_new_passage_lacks() {
    VectorCollection vectors = vectors(2);
    Map<String, Object> many = new TreeMap<>();
    IntStream.range(0, 20).forEach(i -> many.put("key" + i, i % 2 == 0 ? i : List.of("v" + i)));
    vectors.add(List.of(bare("r", Metadata.of(many), 1, 2)));
    vectors.upsert(List.of(bare("r", Metadata.of("key7", true), 1, 2)));
    assertEquals(Metadata.of("key7", true), one(vectors, "r").metadata());
    vectors.upsert(List.of(bare("r", Metadata.of("key7", List.of(1.5)), 1, 2)));
    assertEquals(Metadata.of("key7", List.of(1.5)), one(vectors, "r").metadata());
    vectors.upsert(List.of(bare("r", 1, 2)));
    assertEquals(Metadata.EMPTY, one(vectors, "r").metadata());
    assertEquals(0, vectors.count(new Filter.Exists("key7")));
  }

  @Test
  default void should_refuse_bad_vectors_before_anything_is_written() {
    VectorCollection animals = animals();
    TreeMap<String, Passage> before = contents(animals);
    for (float[] bad :
        List.of(
            new float[DIMENSION - 1],
            new float[DIMENSION + 1],
            new float[0],
            with(Float.NaN),
            with(Float.POSITIVE_INFINITY),
            with(Float.NEGATIVE_INFINITY))) {
      List<Passage> passages =
          List.of(
              Passage.of("good", "fine"),
              bare("cat", axis(1)),
              new Passage("bad", "with a text", null, bad));
      List<Passage> worse = List.of(Passage.of("good", "fine"), bare("bad", bad));
      List<Executable> writes =
          List.of(
              () -> animals.add(worse),
              () -> animals.upsert(passages),
              () -> animals.upsert(worse),
              () -> animals.replace(Selection.all(), passages));
      for (Executable write : writes) {
        assertThrows(IllegalArgumentException.class, write);
      }
    }
    assertEquals(before, contents(animals));
  }

  private static float[] with(float value) {
    float[] vector = axis(1);
    vector[5] = value;
    return vector;
  }

  @Test
  default void should_refuse_a_text_alone_without_an_embedder() {
    VectorStore modelless = another(null);
    VectorCollection vectors = modelless.create(CollectionSpec.of("vectors", 2));
    List<Passage> passages = List.of(bare("bare", 1, 2), Passage.of("text", "a text alone"));
    assertThrows(IllegalArgumentException.class, () -> vectors.add(passages));
    assertThrows(IllegalArgumentException.class, () -> vectors.upsert(passages));
    assertThrows(IllegalArgumentException.class, () -> vectors.replace(Selection.all(), passages));
    assertEquals(0, vectors.count(Filter.all()));
    vectors.add(List.of(new Passage("both", "a text with its vector", null, new float[] {3, 4})));
    assertEquals("a text with its vector", one(vectors, "both").text());
    float[] kept = vectors.embeddings(List.of("both")).get(0);
    assertEquals(0.75f, kept[0] / kept[1], 1e-6f);
  }

  @Test
  default void should_score_every_passage_by_its_true_vector() {
    VectorCollection mixed = store().create(CollectionSpec.of("mixed"));
    float[] right = embedder().embed(List.of("a true text")).get(0);
    mixed.add(
        List.of(
            new Passage("other", "some text", null, axis(15)),
            bare("bare", axis(14)),
            new Passage("right", "a true text", null, right),
            Passage.of("text", "only a text")));
    List<Passage> passages = List.copyOf(contents(mixed).values());
    assertEquals(4, passages.size());
    Map<String, float[]> truth =
        Map.of(
            "other", axis(15),
            "bare", axis(14),
            "right", right,
            "text", embedder().embed(List.of("only a text")).get(0));
    for (float[] question : List.of(axis(15), axis(14), axis(0), right)) {
      for (Hit hit : mixed.search(exactly(SearchRequest.vector(question)).withK(4)).hits()) {
        double expected = 0;
        for (int i = 0; i < DIMENSION; i++) {
          expected += question[i] * truth.get(hit.id())[i];
        }
        assertEquals(expected, hit.score(), tolerance(), hit.id());
      }
    }
    truth.forEach(
        (id, vector) ->
            assertArrayEquals(
                vector, mixed.embeddings(List.of(id)).get(0), (float) tolerance(), id));
  }

  @Test
  default void should_count_what_it_really_deletes() {
    VectorCollection animals = animals();
    assertEquals(1, animals.delete(Selection.ids("cat", "cat", "unicorn")));
    assertEquals(0, animals.delete(Selection.ids("cat")));
    assertEquals(0, animals.delete(Selection.none()));
    assertEquals(1, animals.delete(Selection.where(Filter.equal("pet", true))));
    assertEquals(Set.of("hen", "bee"), contents(animals).keySet());
    assertEquals(
        Set.of("hen", "bee"), Set.copyOf(ids(animals.search(SearchRequest.text("a dog barks")))));
    assertEquals(0, animals.delete(Selection.where(new Filter.Or(List.of()))));
    assertEquals(2, animals.delete(Selection.all()));
    assertEquals(0, animals.delete(Selection.all()));
    assertEquals(List.of(), animals.search(SearchRequest.text("a dog barks")).hits());
    animals.add(List.of(Passage.of("cat", "a cat is back")));
    assertEquals(Passage.of("cat", "a cat is back"), one(animals, "cat"));
  }

  @Test
  default void should_replace_a_selection_and_count_what_does_not_come_back() {
    VectorCollection animals = animals();
    long removed =
        animals.replace(
            Selection.where(Filter.equal("legs", 4)),
            List.of(Passage.of("dog", "a wolf howls"), Passage.of("cow", "a cow moos")));
    assertEquals(1, removed, "the cat is gone, the dog came back");
    assertEquals(Set.of("dog", "cow", "hen", "bee"), contents(animals).keySet());
    assertEquals(Passage.of("dog", "a wolf howls"), one(animals, "dog"));
    // What is written may match the condition: it stays.
    removed =
        animals.replace(
            Selection.where(new Filter.TextContains("a cow")),
            List.of(Passage.of("calf", "a cow's child"), Passage.of("bee", "a bumblebee hums")));
    assertEquals(1, removed);
    assertEquals(Set.of("dog", "calf", "hen", "bee"), contents(animals).keySet());
    assertEquals(Passage.of("bee", "a bumblebee hums"), one(animals, "bee"));
    assertEquals(0, animals.replace(Selection.ids("nobody"), List.of(Passage.of("ant", "ant"))));
    assertEquals(4, animals.replace(Selection.all(), List.of(Passage.of("hen", "a hen"))));
    assertEquals(Set.of("hen"), contents(animals).keySet());
  }

  @Test
  default void should_take_thousands_of_passages_in_one_call() {
    VectorCollection vectors = vectors(4);
    int n = 5_000;
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      passages.add(
          bare("r" + i, Metadata.of("n", i), 1, i % 71, (i * 31) % 97, (float) Math.sin(i)));
    }
    vectors.add(passages);
    assertEquals(n, vectors.count(Filter.all()));
    List<String> ids = passages.stream().map(Passage::id).toList();
    DuplicateIdException e = assertThrows(DuplicateIdException.class, () -> vectors.add(passages));
    assertEquals(n, Set.copyOf(e.ids()).size());
    assertEquals(n, ContractTest.read(vectors, Selection.ids(ids), 10_000).size());
    assertEquals(n, vectors.embeddings(ids).size());
    assertFalse(vectors.embeddings(ids).contains(null));
    vectors.upsert(passages.subList(0, 2_500).stream().map(r -> bare(r.id(), 1, 2, 3, 4)).toList());
    assertEquals(n, vectors.count(Filter.all()));
    assertEquals(n - 2_500, vectors.count(new Filter.Exists("n")));
    assertEquals(n - 1, vectors.delete(Selection.ids(ids.subList(1, n))));
    assertEquals(1, vectors.count(Filter.all()));
  }
}
