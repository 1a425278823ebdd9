package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.axis;
import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.one;
import static dev.ragged.testkit.ContractTest.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Capability;
import dev.ragged.CheckReport;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages, counts, embeddings, statistics. */
interface ReadingContract extends ContractTest {

  /** 55 passages of 57, as two were deleted; the odd ones say so. */
  default VectorCollection numbers() {
    VectorCollection numbers = vectors(2);
    numbers.add(
        IntStream.range(0, 57)
            .mapToObj(i -> bare("n" + i, Metadata.of("odd", i % 2 == 1), i, 1))
            .toList());
    numbers.delete(Selection.ids("n7", "n9"));
    return numbers;
  }

  @Test
  default void should_stream_what_the_pages_hold() {
    VectorCollection numbers = numbers();
    Selection odd = Selection.where(Filter.equal("odd", true));
    assertEquals(read(numbers, odd, 7), numbers.stream(odd).toList());
    assertEquals(
        List.of("n1", "n3"),
        numbers.stream(Selection.ids("n1", "nowhere", "n3")).map(Passage::id).sorted().toList());
    assertEquals(0, numbers.stream(Selection.none()).count());
  }

  @Test
  default void should_show_the_metadata_of_what_is_selected() {
    VectorCollection numbers = numbers();
    for (Selection which :
        List.of(
            Selection.all(),
            Selection.none(),
            Selection.where(Filter.equal("odd", true)),
            Selection.ids("n1", "n2", "n1", "n7", "nowhere"))) {
      List<Metadata> shown = new ArrayList<>();
      numbers.metadata(which, shown::add);
      Comparator<Metadata> order = Comparator.comparing(Metadata::toString);
      assertEquals(
          numbers.stream(which).map(Passage::metadata).sorted(order).toList(),
          shown.stream().sorted(order).toList());
    }
  }

  @Test
  default void should_stream_more_than_a_page_holds() {
    VectorCollection many = vectors(2);
    many.add(IntStream.range(0, 4_100).mapToObj(i -> bare("m" + i, null, i, 1)).toList());
    List<String> ids = many.stream(Selection.all()).map(Passage::id).toList();
    assertEquals(4_100, ids.size());
    assertEquals(4_100, new HashSet<>(ids).size());
  }

  @Test
  default void should_visit_each_passage_once_page_by_page() {
    VectorCollection numbers = numbers();
    Map<Selection, Integer> selections =
        Map.of(
            Selection.all(),
            55,
            Selection.where(Filter.equal("odd", true)),
            26,
            Selection.where(Filter.equal("odd", "true")),
            0,
            Selection.ids(IntStream.range(0, 60).mapToObj(i -> "n" + i).toList()),
            55,
            Selection.none(),
            0);
    selections.forEach(
        (which, size) -> {
          List<String> once = null;
          for (int pageSize : List.of(1, 7, 11, 55, 56, 10_000)) {
            List<String> ids = read(numbers, which, pageSize).stream().map(Passage::id).toList();
            assertEquals(size, ids.size(), which + " in pages of " + pageSize);
            assertEquals(size, new HashSet<>(ids).size(), which + " in pages of " + pageSize);
            assertTrue(once == null || once.equals(ids), "one order, whatever the page");
            once = ids;
          }
        });
  }

  @Test
  default void should_end_with_a_page_that_has_no_next() {
    VectorCollection numbers = numbers();
    assertNull(numbers.get(Selection.all(), PageRequest.first(10_000)).next());
    Page<Passage> first = numbers.get(Selection.all(), PageRequest.first(30));
    assertNotNull(first.next());
    // The same page again, as often as one likes.
    assertEquals(first, numbers.get(Selection.all(), PageRequest.first(30)));
    Page<Passage> second = numbers.get(Selection.all(), new PageRequest(first.next(), 30));
    assertEquals(second, numbers.get(Selection.all(), new PageRequest(first.next(), 30)));
    assertTrue(Collections.disjoint(first.items(), second.items()));
  }

  @Test
  default void should_name_missing_ids_on_the_first_page_only() {
    VectorCollection numbers = numbers();
    Selection some = Selection.ids("n3", "n7", "n1", "nobody", "n3", "n5");
    Page<Passage> first = numbers.get(some, PageRequest.first(2));
    assertEquals(Set.of("n7", "nobody"), Set.copyOf(first.missing()));
    assertEquals(2, first.missing().size());
    Page<Passage> second = numbers.get(some, new PageRequest(first.next(), 2));
    assertEquals(List.of(), second.missing());
    Set<String> ids = new HashSet<>();
    first.items().forEach(passage -> ids.add(passage.id()));
    second.items().forEach(passage -> ids.add(passage.id()));
    assertEquals(Set.of("n1", "n3", "n5"), ids);
    assertNull(second.next());
    assertEquals(
        List.of("nobody"), numbers.get(Selection.ids("nobody"), PageRequest.first(1)).missing());
    assertEquals(List.of(), numbers.get(Selection.all(), PageRequest.first(1)).missing());
  }

  @Test
  default void should_read_large_texts_on_pages_that_may_be_shorter() {
    VectorCollection large = store().create(CollectionSpec.of("large"));
    String text = "0123456 ".repeat(131_072); // 1 MB
    for (int i = 0; i < 20; i++) {
      large.add(List.of(new Passage("r" + i, i + " " + text, null, axis(i % DIMENSION))));
    }
    List<Passage> all = read(large, Selection.all(), 10_000);
    assertEquals(20, all.size());
    assertEquals(20, all.stream().map(Passage::id).distinct().count());
    List<String> ids = IntStream.range(0, 21).mapToObj(i -> "r" + i).toList();
    assertEquals(20, read(large, Selection.ids(ids), 10_000).size());
    assertEquals(
        List.of("r20"), large.get(Selection.ids(ids), PageRequest.first(10_000)).missing());
  }

  @Test
  default void should_return_a_vector_only_for_a_passage_without_text() {
    VectorCollection mixed = store().create(CollectionSpec.of("mixed"));
    mixed.add(
        List.of(
            Passage.of("text", "a text"),
            new Passage("both", "with a vector", null, axis(2)),
            new Passage("empty", "", null, axis(3)),
            bare("bare", axis(4))));
    assertNull(one(mixed, "text").vector());
    assertNull(one(mixed, "both").vector());
    assertNull(one(mixed, "empty").vector());
    assertArrayEquals(axis(4), one(mixed, "bare").vector(), 1e-6f);
  }

  @Test
  default void should_find_nothing_in_an_empty_collection() {
    VectorCollection empty = vectors(2);
    assertEquals(List.of(), read(empty, Selection.all(), 5));
    assertEquals(List.of(), read(empty, Selection.where(Filter.equal("a", 1)), 5));
    assertEquals(List.of("a"), empty.get(Selection.ids("a"), PageRequest.first(5)).missing());
    assertEquals(0, empty.count(Filter.all()));
    assertEquals(0, empty.count(new Filter.Not(Filter.equal("a", 1))));
    assertEquals(0, empty.info().passages());
    assertEquals(0, empty.delete(Selection.all()));
    assertEquals(Collections.singletonList(null), empty.embeddings(List.of("a")));
    assertEquals(
        List.of(), empty.search(SearchRequest.vector(new float[] {1, 0}).withK(10)).hits());
    assertEquals(0, empty.stats().passages());
    assertEquals(0, empty.stats().rawTextBytes());
    assertEquals(List.of(), empty.check().problems());
    empty.compact();
    assertEquals(0, empty.count(Filter.all()));
  }

  @Test
  default void should_give_embeddings_in_the_order_asked_for_and_null_for_absent_ids() {
    VectorCollection animals = animals();
    animals.add(List.of(bare("axis", axis(5))));
    List<float[]> vectors =
        animals.embeddings(List.of("hen", "nobody", "axis", "cat", "hen", "also nobody"));
    assertEquals(6, vectors.size());
    float[] hen = embedder().embed(List.of("a hen lays an egg")).get(0);
    float[] cat = embedder().embed(List.of("a cat purrs on the sofa")).get(0);
    assertArrayEquals(hen, vectors.get(0), (float) tolerance());
    assertNull(vectors.get(1));
    assertArrayEquals(axis(5), vectors.get(2), 1e-5f);
    assertArrayEquals(cat, vectors.get(3), (float) tolerance());
    assertArrayEquals(hen, vectors.get(4), (float) tolerance());
    assertNull(vectors.get(5));
    assertEquals(List.of(), animals.embeddings(List.of()));
  }

  @Test
  default void should_find_a_page_among_thousands_of_ids() {
    VectorCollection numbers = numbers();
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 2_000).forEach(i -> ids.add("n" + i));
    Page<Passage> page = numbers.get(Selection.ids(ids), PageRequest.first(10_000));
    assertEquals(55, page.items().size());
    assertEquals(1_945, page.missing().size());
    assertEquals(1_945, numbers.embeddings(ids).stream().filter(v -> v == null).count());
    assertEquals(55, numbers.delete(Selection.ids(ids)));
  }

  @Test
  default void should_report_passages_and_raw_text_counting_overlaps_once() {
    VectorCollection texts = store().create(CollectionSpec.of("texts"));
    texts.add(
        List.of(
            Passage.of("first", "\u00E9\u00E9 two"), // 8 bytes
            Passage.of("second", "two three", Metadata.of(Metadata.OVERLAP_BYTES, 3)),
            bare("bare", axis(1)),
            Passage.of("gone", "deleted later")));
    texts.delete(Selection.ids("gone"));
    texts.upsert(List.of(Passage.of("first", "\u00E9\u00E9 2")));
    StorageStats stats = texts.stats();
    assertEquals(3, stats.passages());
    assertEquals(6 + 6, stats.rawTextBytes());
    if (can(Capability.BYTES_ON_DISK)) {
      StorageStats.Bytes bytes = stats.bytes();
      assertTrue(bytes.total() > 12, () -> "bytes " + bytes);
      assertTrue(bytes.vectors() > 0 && bytes.text() > 0, () -> "bytes " + bytes);
    } else {
      assertNull(stats.bytes());
    }
  }

  @Test
  default void should_hold_the_same_after_compacting_and_find_it_sound() {
    VectorCollection animals = animals();
    animals.delete(Selection.ids("dog"));
    animals.upsert(List.of(Passage.of("cat", "a lion roars"), bare("axis", axis(3))));
    Map<String, Passage> before = contents(animals);
    animals.compact();
    assertEquals(before, contents(animals));
    assertEquals("cat", animals.search(SearchRequest.text("a lion roars")).hits().get(0).id());
    if (can(Capability.WRITER_LOCK)) {
      animals.close(); // a check wants the collection to itself
    }
    CheckReport report = store().open("animals").check();
    assertTrue(report.ok(), () -> report.problems().toString());
    assertFalse(report.verified().isEmpty());
    assertEquals(4, store().open("animals").count(Filter.all()));
  }
}
