package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.axis;
import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.exactly;
import static dev.ragged.testkit.ContractTest.ids;
import static dev.ragged.testkit.ContractTest.one;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a write need not embed again. */
interface ReuseContract extends ContractTest {
  List<String> FRUITS =
      List.of(
          "apple",
          "banana",
          "cherry",
          "date",
          "elderberry",
          "fig",
          "grape",
          "hazelnut",
          "kiwi",
          "lemon");

  /** The passages of a file of ten paragraphs. */
  private static List<Passage> file(String path, List<String> words) {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String text = "the paragraph about the " + words.get(i);
      passages.add(Passage.of(path + "#" + i, text, Metadata.of("source", path)));
    }
    return passages;
  }

  private VectorCollection fruits() {
    VectorCollection fruits = store().create(CollectionSpec.of("fruits"));
    fruits.add(file("old", FRUITS));
    return fruits;
  }

  /** The number of texts that a write has the model embed. */
  private int embedded(Runnable write) {
    int before = embedder().embedded().get();
    write.run();
    return embedder().embedded().get() - before;
  }

  /** Whether each passage is found and scored by what the model makes of its text. */
  private void requireTrueVectors(VectorCollection collection) {
    for (Passage passage : contents(collection).values()) {
      float[] truth = embedder().embed(List.of(passage.text())).get(0);
      assertArrayEquals(
          truth,
          collection.embeddings(List.of(passage.id())).get(0),
          (float) tolerance(),
          passage.id());
      Hit first = collection.search(exactly(SearchRequest.text(passage.text()))).hits().get(0);
      assertEquals(passage.text(), first.text());
      double self = 0;
      for (float value : truth) {
        self += (double) value * value;
      }
      assertEquals(self, first.score(), tolerance(), passage.id());
    }
  }

  @Test
  default void should_embed_nothing_when_passages_get_other_ids_and_metadata() {
    VectorCollection fruits = fruits();
    String from = "old";
    for (int round = 0; round < 10; round++) {
      String to = "new" + round;
      Selection old = Selection.where(Filter.equal("source", from));
      assertEquals(0, embedded(() -> assertEquals(10, fruits.replace(old, file(to, FRUITS)))));
      from = to;
    }
    assertEquals(10, fruits.count(Filter.all()));
    assertEquals(file("new9", FRUITS).get(7), one(fruits, "new9#7"));
    requireTrueVectors(fruits);
    closeStore();
    VectorCollection again = store().open("fruits");
    requireTrueVectors(again);
    Selection all = Selection.all();
    assertEquals(0, embedded(() -> again.replace(all, file("reopened", FRUITS))));
  }

  @Test
  default void should_embed_only_what_changed_of_a_document() {
    VectorCollection fruits = fruits();
    List<String> edited = new ArrayList<>(FRUITS);
    edited.set(4, "endive");
    Selection old = Selection.where(Filter.equal("source", "old"));
    assertEquals(1, embedded(() -> fruits.replace(old, file("old", edited))));
    requireTrueVectors(fruits);
    // A paragraph in front moves all that follow to other ids.
    edited.add(0, "zucchini");
    assertEquals(1, embedded(() -> fruits.replace(old, file("old", edited))));
    assertEquals(Set.copyOf(file("old", edited)), Set.copyOf(contents(fruits).values()));
    requireTrueVectors(fruits);
    assertEquals(0, embedded(() -> fruits.replace(old, file("old", edited.subList(3, 7)))));
    requireTrueVectors(fruits);
  }

  @Test
  default void should_embed_nothing_when_an_upsert_changes_only_metadata() {
    VectorCollection fruits = fruits();
    Passage fig = one(fruits, "old#5");
    Passage green = Passage.of("old#5", fig.text(), Metadata.of("green", true));
    assertEquals(0, embedded(() -> fruits.upsert(List.of(green))));
    assertEquals(green, one(fruits, "old#5"));
    assertEquals(
        2,
        embedded(
            () ->
                fruits.upsert(
                    List.of(
                        Passage.of("old#5", "another text"),
                        Passage.of("old#6", "one more text"),
                        one(fruits, "old#7")))));
    requireTrueVectors(fruits);
  }

  @Test
  default void should_embed_a_text_once_that_several_passages_of_a_write_have() {
    VectorCollection fruits = fruits();
    List<Passage> licences =
        List.of(
            Passage.of("a", "all rights reserved"),
            Passage.of("b", "all rights reserved"),
            Passage.of("c", "no rights reserved"));
    assertEquals(2, embedded(() -> fruits.add(licences)));
    assertEquals(
        0,
        embedded(
            () ->
                fruits.replace(
                    Selection.ids("a", "c"),
                    List.of(
                        Passage.of("d", "all rights reserved"),
                        Passage.of("e", "no rights reserved"),
                        Passage.of("f", "all rights reserved")))));
    assertEquals(
        Set.of("b", "d", "f"),
        Set.copyOf(
            ids(fruits.search(exactly(SearchRequest.text("all rights reserved")).withK(3)))));
  }

  @Test
  default void should_embed_a_text_that_only_passages_have_that_stay_or_are_gone() {
    VectorCollection fruits = fruits();
    String fig = one(fruits, "old#5").text();
    assertEquals(1, embedded(() -> fruits.add(List.of(Passage.of("another", fig)))));
    assertEquals(1, embedded(() -> fruits.upsert(List.of(Passage.of("a third", fig)))));
    assertEquals(
        1,
        embedded(
            () -> fruits.replace(Selection.ids("old#1"), List.of(Passage.of("a fourth", fig)))));
    fruits.delete(Selection.all());
    assertEquals(1, embedded(() -> fruits.upsert(List.of(Passage.of("old#5", fig)))));
    requireTrueVectors(fruits);
  }

  @Test
  default void should_not_reuse_a_vector_that_was_given() {
    VectorCollection fruits = fruits();
    String fig = one(fruits, "old#5").text();
    fruits.upsert(List.of(new Passage("old#5", fig, null, axis(3))));
    assertArrayEquals(axis(3), fruits.embeddings(List.of("old#5")).get(0), 1e-6f);
    Selection old = Selection.ids("old#5");
    assertEquals(1, embedded(() -> fruits.replace(old, List.of(Passage.of("renamed", fig)))));
    requireTrueVectors(fruits);
    assertEquals(
        0,
        embedded(
            () -> fruits.replace(Selection.ids("renamed"), List.of(Passage.of("old#5", fig)))));
    requireTrueVectors(fruits);
  }
}
