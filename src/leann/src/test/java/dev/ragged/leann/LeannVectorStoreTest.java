package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.DuplicateIdException;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Record;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's sentences, held against LEANN. */
class LeannVectorStoreTest {
  @TempDir Path folder;
  private final WordsEmbedder embedder = new WordsEmbedder(64);
  private VectorStore store;

  @BeforeEach
  void open() {
    store = LeannVectorStore.open(folder, embedder);
  }

  @AfterEach
  void close() {
    store.close();
    // Whatever a test did, it must leave sound collections behind.
    try (VectorStore again = LeannVectorStore.open(folder, null)) {
      for (String name : again.names()) {
        try (VectorCollection collection = again.open(name)) {
          assertEquals(List.of(), collection.check().problems());
        }
      }
    }
  }

  private VectorCollection animals() {
    VectorCollection animals = store.create(CollectionSpec.of("animals"));
    animals.add(
        List.of(
            Record.of(
                "cat", "a cat purrs on the sofa", Metadata.of(Map.of("legs", 4, "pet", true))),
            Record.of(
                "dog", "a dog barks at the door", Metadata.of(Map.of("legs", 4, "pet", true))),
            Record.of("hen", "a hen lays an egg", Metadata.of(Map.of("legs", 2, "pet", false))),
            Record.of("bee", "a bee makes honey", Metadata.of(Map.of("legs", 6.0)))));
    return animals;
  }

  private static List<String> ids(SearchResult result) {
    return result.hits().stream().map(Hit::id).toList();
  }

  private static Set<String> ids(VectorCollection collection, Filter filter) {
    return new HashSet<>(
        collection.get(Selection.where(filter), PageRequest.first(1_000)).items().stream()
            .map(Record::id)
            .toList());
  }

  @Test
  void should_find_the_nearest_text_first_with_its_exact_score() {
    VectorCollection animals = animals();
    SearchResult result =
        animals.search(SearchRequest.text("a hen lays an egg").withRecallTarget(1));
    assertEquals("hen", result.hits().get(0).id());
    assertEquals(1.0, result.hits().get(0).score(), 1e-5);
    assertEquals("a hen lays an egg", result.hits().get(0).text());
    assertEquals(2L, result.hits().get(0).metadata().get("legs").orElseThrow());
    assertEquals(3, result.hits().size());
    assertEquals(4, result.stats().candidates());
    assertEquals(4, result.stats().recomputed());
  }

  @Test
  void should_answer_nothing_from_an_empty_collection() {
    VectorCollection empty = store.create(CollectionSpec.of("empty"));
    for (SearchMode mode : SearchMode.values()) {
      assertEquals(List.of(), empty.search(SearchRequest.text("x").withMode(mode)).hits());
    }
    assertEquals(0, empty.count(Filter.all()));
    assertEquals(0, empty.delete(Selection.all()));
    assertEquals(List.of(), empty.get(Selection.all(), PageRequest.first(5)).items());
  }

  @Test
  void should_name_ids_that_exist_and_write_nothing() {
    VectorCollection animals = animals();
    DuplicateIdException e =
        assertThrows(
            DuplicateIdException.class,
            () -> animals.add(List.of(Record.of("ant", "ant"), Record.of("cat", "again"))));
    assertEquals(List.of("cat"), e.ids());
    assertEquals(4, animals.count(Filter.all()));
    List<Record> twice = List.of(Record.of("ant", "a"), Record.of("ant", "b"));
    assertThrows(DuplicateIdException.class, () -> animals.add(twice));
    assertThrows(DuplicateIdException.class, () -> animals.upsert(twice));
    assertEquals(4, animals.count(Filter.all()));
  }

  @Test
  void should_replace_a_record_as_a_whole_on_upsert() {
    VectorCollection animals = animals();
    animals.upsert(List.of(Record.of("cat", "a lion roars"), Record.of("ant", "an ant digs")));
    assertEquals(5, animals.count(Filter.all()));
    Record cat = animals.get(Selection.ids("cat"), PageRequest.first(1)).items().get(0);
    assertEquals("a lion roars", cat.text());
    assertEquals(Metadata.EMPTY, cat.metadata());
    assertNull(cat.vector());
  }

  @Test
  void should_count_what_it_really_deletes() {
    VectorCollection animals = animals();
    assertEquals(1, animals.delete(Selection.ids("cat", "cat", "unicorn")));
    assertEquals(0, animals.delete(Selection.ids("cat")));
    assertEquals(1, animals.delete(Selection.where(Filter.equal("pet", true))));
    assertEquals(Set.of("hen", "bee"), ids(animals, Filter.all()));
    assertEquals(
        List.of(),
        animals.search(text("dog barks")).hits().stream()
            .filter(hit -> hit.id().equals("dog"))
            .toList());
  }

  private static SearchRequest text(String text) {
    return SearchRequest.text(text);
  }

  @Test
  void should_replace_a_selection_in_one_change() {
    VectorCollection animals = animals();
    long removed =
        animals.replace(
            Selection.where(Filter.equal("legs", 4)),
            List.of(Record.of("dog", "a wolf howls"), Record.of("cow", "a cow moos")));
    assertEquals(1, removed, "the cat is gone, the dog came back");
    assertEquals(Set.of("dog", "cow", "hen", "bee"), ids(animals, Filter.all()));
  }

  @Test
  void should_page_through_each_record_once_in_a_stable_order() {
    VectorCollection numbers = store.create(CollectionSpec.of("numbers"));
    numbers.add(
        IntStream.range(0, 57)
            .mapToObj(i -> Record.of("n" + i, "text " + i, Metadata.of("odd", i % 2 == 1)))
            .toList());
    numbers.delete(Selection.ids("n7", "n9"));
    for (Selection which : List.of(Selection.all(), Selection.where(Filter.equal("odd", true)))) {
      List<String> seen = new ArrayList<>();
      PageRequest request = PageRequest.first(10);
      while (true) {
        Page<Record> page = numbers.get(which, request);
        page.items().forEach(record -> seen.add(record.id()));
        if (page.next() == null) {
          break;
        }
        assertEquals(10, page.items().size());
        request = new PageRequest(page.next(), 10);
      }
      assertEquals(seen.stream().sorted().toList(), seen);
      assertEquals(which.equals(Selection.all()) ? 55 : 26, new HashSet<>(seen).size());
      assertEquals(new HashSet<>(seen).size(), seen.size());
    }
    Page<Record> some = numbers.get(Selection.ids("n3", "n7", "n1"), PageRequest.first(1));
    assertEquals(List.of("n7"), some.missing());
    assertEquals("n1", some.items().get(0).id());
    Page<Record> rest =
        numbers.get(Selection.ids("n3", "n7", "n1"), new PageRequest(some.next(), 1));
    assertEquals("n3", rest.items().get(0).id());
    assertNull(rest.next());
  }

  @Test
  void should_filter_before_it_searches() {
    VectorCollection many = store.create(CollectionSpec.of("many"));
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      records.add(Record.of("near" + i, "red apple " + i, Metadata.of("kind", "near")));
    }
    for (int i = 0; i < 5; i++) {
      records.add(Record.of("far" + i, "blue whale " + i, Metadata.of("kind", "far")));
    }
    many.add(records);
    for (SearchMode mode : List.of(SearchMode.VECTOR, SearchMode.HYBRID)) {
      SearchResult result =
          many.search(
              text("red apple").withK(5).withMode(mode).withFilter(Filter.equal("kind", "far")));
      assertEquals(5, result.hits().size());
      assertTrue(ids(result).stream().allMatch(id -> id.startsWith("far")));
    }
  }

  @Test
  void should_compare_numbers_across_types_and_treat_missing_keys_as_unequal() {
    VectorCollection animals = animals();
    assertEquals(Set.of("bee"), ids(animals, Filter.equal("legs", 6)));
    assertEquals(Set.of("hen"), ids(animals, compare("legs", Filter.Operator.LESS, 3.5)));
    assertEquals(
        Set.of("cat", "dog", "bee"),
        ids(animals, compare("legs", Filter.Operator.GREATER_OR_EQUAL, 4.0)));
    assertEquals(
        Set.of("hen", "bee"), ids(animals, compare("pet", Filter.Operator.NOT_EQUAL, true)));
    assertEquals(Set.of("cat", "dog", "hen"), ids(animals, new Filter.Exists("pet")));
    assertEquals(
        Set.of("cat", "dog", "hen"), ids(animals, new Filter.In("legs", List.of(2, 4.0, "many"))));
    assertEquals(Set.of(), ids(animals, compare("legs", Filter.Operator.LESS, "z")));
    assertEquals(Set.of(), ids(animals, new Filter.Or(List.of())));
    assertEquals(Set.of("bee"), ids(animals, new Filter.Not(new Filter.Exists("pet"))));
    assertEquals(
        Set.of("hen"),
        ids(
            animals,
            new Filter.And(
                List.of(new Filter.Exists("pet"), compare("legs", Filter.Operator.LESS, 4)))));
  }

  private static Filter compare(String key, Filter.Operator operator, Object value) {
    return new Filter.Compare(key, operator, value);
  }

  @Test
  void should_match_a_part_of_a_text_letter_for_letter() {
    VectorCollection animals = animals();
    assertEquals(Set.of("cat"), ids(animals, new Filter.TextContains("urrs on the so")));
    assertEquals(Set.of("bee"), ids(animals, new Filter.TextContains("honey")));
    assertEquals(Set.of(), ids(animals, new Filter.TextContains("Honey")));
    assertEquals(Set.of(), ids(animals, new Filter.TextContains("honey bee")));
    assertEquals(Set.of("cat", "dog", "hen", "bee"), ids(animals, new Filter.TextContains(" ")));
    animals.upsert(List.of(Record.of("odd", "what?* is \\ \"this\" 3.14")));
    assertEquals(Set.of("odd"), ids(animals, new Filter.TextContains("t?* is \\ \"th")));
    assertEquals(Set.of("odd"), ids(animals, new Filter.TextContains("3.1")));
  }

  @Test
  void should_rank_by_words_and_by_both() {
    VectorCollection animals = animals();
    SearchResult words = animals.search(text("honey door").withMode(SearchMode.LEXICAL));
    assertEquals(Set.of("bee", "dog"), new HashSet<>(ids(words)));
    assertEquals(0, words.stats().recomputed());
    SearchResult both = animals.search(text("a bee makes honey").withMode(SearchMode.HYBRID));
    assertEquals("bee", both.hits().get(0).id());
    assertEquals(2.0 / 61, both.hits().get(0).score(), 1e-9);
  }

  @Test
  void should_keep_a_vector_that_is_not_its_texts_embedding_and_score_it_exactly() {
    VectorCollection mixed = store.create(CollectionSpec.of("mixed", 64));
    float[] odd = new float[64];
    odd[63] = -2;
    float[] right = embedder.embed(List.of("a true text")).get(0);
    mixed.add(
        List.of(
            new Record("wrong", "some text", null, odd),
            new Record("bare", null, Metadata.of("k", 1), odd),
            new Record("right", "a true text", null, right)));
    float[] query = new float[64];
    query[63] = -1;
    SearchResult result = mixed.search(SearchRequest.vector(query));
    assertEquals(List.of("bare", "wrong", "right"), ids(result));
    assertEquals(1.0, result.hits().get(0).score(), 1e-6);
    assertEquals(1.0, result.hits().get(1).score(), 1e-6);
    assertEquals(-right[63], result.hits().get(2).score(), 1e-6);
    assertEquals(1, result.stats().recomputed(), "only the text that is its vector's source");
    assertNull(result.hits().get(0).text());
    Record bare = mixed.get(Selection.ids("bare"), PageRequest.first(1)).items().get(0);
    assertEquals(-1f, bare.vector()[63]);
    List<float[]> vectors = mixed.embeddings(List.of("right", "nobody", "wrong"));
    assertEquals(right[0], vectors.get(0)[0]);
    assertNull(vectors.get(1));
    assertEquals(-1f, vectors.get(2)[63]);
  }

  @Test
  void should_work_on_vectors_alone() {
    try (VectorStore bare = LeannVectorStore.open(folder, null)) {
      VectorCollection vectors = bare.create(CollectionSpec.of("vectors", 3));
      vectors.add(
          List.of(
              new Record("x", null, null, new float[] {1, 0, 0}),
              new Record("y", "text all the same", null, new float[] {0, 5, 0}),
              new Record("zero", null, null, new float[3])));
      SearchResult result =
          vectors.search(SearchRequest.vector(new float[] {0.1f, 1, 0}).withK(10));
      assertEquals(List.of("y", "x", "zero"), ids(result));
      assertEquals(0.995037, result.hits().get(0).score(), 1e-5);
      assertEquals(0.0, result.hits().get(2).score(), 0.0);
      assertNull(vectors.info().model());
      assertThrows(IllegalStateException.class, () -> vectors.search(text("x")));
      assertThrows(
          IllegalArgumentException.class, () -> vectors.add(List.of(Record.of("t", "text"))));
    }
  }

  @Test
  void should_refuse_bad_vectors_and_write_nothing() {
    VectorCollection animals = animals();
    for (float[] bad : List.of(new float[3], new float[0], filled(Float.NaN), filled(1 / 0f))) {
      Record record = new Record("bad", null, null, bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> animals.add(List.of(Record.of("good", "fine"), record)));
      assertThrows(IllegalArgumentException.class, () -> animals.search(SearchRequest.vector(bad)));
    }
    assertEquals(4, animals.count(Filter.all()));
  }

  private static float[] filled(float value) {
    float[] vector = new float[64];
    vector[5] = value;
    return vector;
  }

  @Test
  void should_keep_collections_apart_and_know_their_names() {
    animals();
    assertThrows(CollectionExistsException.class, () -> store.create(CollectionSpec.of("animals")));
    assertThrows(NoSuchCollectionException.class, () -> store.open("plants"));
    store.create(CollectionSpec.of("plants")).add(List.of(Record.of("cat", "catnip")));
    assertEquals(List.of("animals", "plants"), store.names());
    assertEquals(1, store.open("plants").count(Filter.all()));
    assertTrue(store.drop("plants"));
    assertFalse(store.drop("plants"));
    assertThrows(NoSuchCollectionException.class, () -> store.open("plants"));
    for (String bad : List.of("ab", "..", "../x", "a b", "1.2.3.4", ".hidden", "a..b")) {
      assertThrows(IllegalArgumentException.class, () -> store.open(bad));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> store.create(new CollectionSpec("far", Metric.EUCLIDEAN, 3)));
  }

  @Test
  void should_refuse_another_model_and_name_both() {
    animals().close();
    try (VectorStore other = LeannVectorStore.open(folder, new WordsEmbedder("other-words", 64))) {
      String message =
          assertThrows(ModelMismatchException.class, () -> other.open("animals")).getMessage();
      assertTrue(message.contains("words (64") && message.contains("other-words"), message);
    }
    try (VectorStore none = LeannVectorStore.open(folder, null)) {
      VectorCollection animals = none.open("animals");
      assertEquals(4, animals.count(Filter.all()));
      assertEquals(
          "bee", animals.search(text("honey").withMode(SearchMode.LEXICAL)).hits().get(0).id());
      assertThrows(IllegalStateException.class, () -> animals.search(text("honey")));
      float[] query = embedder.embed(List.of("honey")).get(0);
      assertThrows(IllegalStateException.class, () -> animals.search(SearchRequest.vector(query)));
    }
  }

  @Test
  void should_let_one_write_and_many_read() {
    VectorCollection writer = animals();
    try (VectorStore second = LeannVectorStore.open(folder, embedder)) {
      VectorCollection reader = second.open("animals");
      assertEquals(4, reader.count(Filter.all()));
      writer.add(List.of(Record.of("ant", "an ant digs")));
      assertEquals(5, reader.count(Filter.all()), "a reader sees each commit");
      String message =
          assertThrows(
                  CollectionLockedException.class,
                  () -> reader.add(List.of(Record.of("owl", "an owl hoots"))))
              .getMessage();
      assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
      assertThrows(CollectionLockedException.class, () -> second.drop("animals"));
      assertThrows(CollectionLockedException.class, reader::check);
      writer.close();
      reader.add(List.of(Record.of("owl", "an owl hoots")));
      assertEquals(6, reader.count(Filter.all()));
    }
  }

  @Test
  void should_answer_while_it_is_written_merged_and_compacted() throws Exception {
    VectorCollection busy = store.create(CollectionSpec.of("busy"));
    busy.add(
        IntStream.range(0, 300).mapToObj(i -> Record.of("stay" + i, "steady text " + i)).toList());
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Integer>> readers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int t = 0; t < 3; t++) {
        readers.add(
            threads.submit(
                () -> {
                  int searches = 0;
                  while (!done.get()) {
                    SearchResult result = busy.search(text("steady text 7").withK(5));
                    assertEquals(5, result.hits().size());
                    assertEquals("stay7", result.hits().get(0).id());
                    searches++;
                  }
                  return searches;
                }));
      }
      for (int round = 0; round < 8; round++) {
        int n = round;
        busy.upsert(
            IntStream.range(0, 200)
                .mapToObj(i -> Record.of("go" + i, "passing words " + n + " " + i))
                .toList());
        busy.delete(Selection.where(new Filter.TextContains("words " + n + " 1")));
        if (round % 3 == 2) {
          busy.compact();
        }
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
    for (Future<Integer> reader : readers) {
      assertTrue(reader.get() > 0);
    }
  }

  @Test
  void should_share_an_open_collection_and_refuse_a_closed_one() {
    VectorCollection first = animals();
    VectorCollection second = store.open("animals");
    first.close();
    assertEquals(4, second.count(Filter.all()));
    second.close();
    assertThrows(IllegalStateException.class, () -> second.count(Filter.all()));
    second.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> store.open("animals"));
  }

  @Test
  void should_remove_what_old_crashes_left_and_nothing_else() throws IOException {
    Path old = Files.createDirectories(folder.resolve(".creating-old/index")).getParent();
    Path young = Files.createDirectories(folder.resolve(".dropped-young"));
    Path foreign = Files.createDirectories(folder.resolve("photos"));
    for (Path aged : List.of(old, foreign)) {
      Files.setLastModifiedTime(aged, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
    animals();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    assertTrue(Files.exists(foreign));
    assertEquals(List.of("animals"), store.names());
  }

  @Test
  void should_tell_damaged_settings_and_codes() throws IOException {
    animals().close();
    Path collection = folder.resolve("animals");
    Path settings = collection.resolve("collection.json");
    String before = Files.readString(settings);
    for (String damaged :
        List.of(
            before.replace("64", "65"),
            before.replace("\"version\" : 1", "\"version\" : 2"),
            before.replace("ragged-collection", "else"),
            before.substring(0, 40),
            "")) {
      Files.writeString(settings, damaged);
      assertThrows(CorruptCollectionException.class, () -> store.open("animals"), damaged);
    }
    Files.writeString(settings, before);
    Path segment;
    try (var files = Files.list(collection.resolve("index"))) {
      segment = files.filter(f -> f.toString().endsWith(".cfs")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    Files.write(segment, flipped);
    try (VectorCollection animals = store.open("animals")) {
      assertFalse(animals.check().ok());
    } catch (CorruptCollectionException e) {
      assertNotNull(e.getMessage());
    }
    Files.write(segment, bytes);
  }
}
