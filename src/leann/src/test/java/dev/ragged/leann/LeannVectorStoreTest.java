package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.search.CollectionPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What LEANN adds to the contract: its locks, its files and its limits. */
class LeannVectorStoreTest extends StoreFixture {
  private VectorCollection animals() {
    VectorCollection animals = store.create(CollectionSpec.of("animals"));
    animals.add(
        List.of(
            Passage.of(
                "cat", "a cat purrs on the sofa", Metadata.of(Map.of("legs", 4, "pet", true))),
            Passage.of(
                "dog", "a dog barks at the door", Metadata.of(Map.of("legs", 4, "pet", true))),
            Passage.of("hen", "a hen lays an egg", Metadata.of(Map.of("legs", 2, "pet", false))),
            Passage.of("bee", "a bee makes honey", Metadata.of(Map.of("legs", 6.0)))));
    return animals;
  }

  private static SearchRequest text(String text) {
    return SearchRequest.text(text).withMode(SearchMode.VECTOR);
  }

  @Test
  void should_end_a_page_early_where_texts_are_large() {
    VectorCollection large = store.create(CollectionSpec.of("large", 2));
    String text = "x".repeat((int) CollectionPages.PAGE_CHARACTERS / 4);
    List<String> ids = List.of("a", "b", "c", "d", "e", "f");
    for (String id : ids) {
      large.add(List.of(new Passage(id, text, null, new float[] {1, 2})));
    }
    for (Selection which : List.of(Selection.all(), Selection.ids(ids))) {
      Page<Passage> first = large.get(which, PageRequest.first(100));
      assertEquals(4, first.items().size());
      assertEquals("d", first.next());
      Page<Passage> second = large.get(which, new PageRequest(first.next(), 100));
      assertEquals(2, second.items().size());
      assertNull(second.next());
    }
    large.upsert(List.of(new Passage("b", text.repeat(5), null, new float[] {1, 2})));
    Page<Passage> oversized = large.get(Selection.all(), new PageRequest("a", 100));
    assertEquals(List.of("b"), oversized.items().stream().map(Passage::id).toList());
    assertEquals("b", oversized.next());
  }

  /** Whether a segment is one file or many. */
  @Test
  void should_count_stored_metadata_apart_from_texts() throws IOException {
    VectorCollection collection = store.create(CollectionSpec.of("counted"));
    Random random = new Random(1);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[300];
      random.nextBytes(noise);
      String value = HexFormat.of().formatHex(noise);
      passages.add(Passage.of("r" + i, "a word", Metadata.of(Map.of("noise", value))));
    }
    collection.add(passages);
    for (int i = 0; i < 2; i++) {
      StorageStats.Bytes bytes = collection.stats().bytes();
      // Half of the letters are information: once stored, and once in the terms.
      assertTrue(bytes.idsMetadata() > 300 * 600, bytes.toString());
      assertTrue(bytes.text() < 4_000, bytes.toString());
      try (Stream<Path> files = Files.walk(folder.resolve("counted"))) {
        assertEquals(
            files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum(),
            bytes.total());
      }
      collection.delete(Selection.ids("r1"));
      collection.compact();
    }
  }

  @Test
  void should_take_more_conditions_than_lucene_takes_clauses() {
    VectorCollection animals = animals();
    List<Filter> legs = new ArrayList<>();
    List<Filter> notLegs = new ArrayList<>();
    for (int i = 3; i < 3_000; i++) {
      legs.add(Filter.equal("legs", i));
      notLegs.add(new Filter.Compare("legs", Filter.Operator.NOT_EQUAL, i));
    }
    Filter any = new Filter.Or(legs);
    assertEquals(3, animals.count(any));
    assertEquals(1, animals.count(new Filter.And(notLegs)));
    assertEquals(
        List.of("hen"), ids(animals.search(text("a cat").withFilter(new Filter.Not(any)))));
    assertEquals(0, animals.count(new Filter.And(List.of(any, new Filter.And(notLegs)))));
    assertEquals(3, animals.delete(Selection.where(any)));
  }

  @Test
  void should_rename_the_folder_alone() throws IOException {
    animals();
    store.rename("animals", "beasts");
    assertFalse(Files.exists(folder.resolve("animals")));
    assertTrue(Files.isDirectory(folder.resolve("beasts/index")));
    try (VectorStore second = LeannVectorStore.open(folder, embedder)) {
      second.open("beasts").add(List.of(Passage.of("owl", "the lock is free")));
    }
    // A folder that is no collection is not touched.
    Files.createDirectories(folder.resolve("photos"));
    Files.writeString(folder.resolve("photos/cat.jpg"), "not ours");
    assertThrows(RaggedException.class, () -> store.rename("beasts", "photos"));
    assertTrue(Files.exists(folder.resolve("photos/cat.jpg")));
    assertEquals(5, store.open("beasts").count(Filter.all()));
  }

  @Test
  void should_rank_by_words_without_a_model_but_not_by_meaning() {
    animals().close();
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
      writer.add(List.of(Passage.of("ant", "an ant digs")));
      assertEquals(5, reader.count(Filter.all()), "a reader sees each commit");
      String message =
          assertThrows(
                  CollectionLockedException.class,
                  () -> reader.add(List.of(Passage.of("owl", "an owl hoots"))))
              .getMessage();
      assertTrue(message.contains("another store of this process"), message);
      assertThrows(CollectionLockedException.class, () -> second.drop("animals"));
      assertTrue(reader.check().ok(), "a check needs no lock");
      writer.close();
      reader.add(List.of(Passage.of("owl", "an owl hoots")));
      assertEquals(6, reader.count(Filter.all()));
    }
  }

  @Test
  void should_answer_while_it_is_written_merged_and_compacted() throws Exception {
    VectorCollection busy = store.create(CollectionSpec.of("busy"));
    busy.add(
        IntStream.range(0, 300).mapToObj(i -> Passage.of("stay" + i, "steady text " + i)).toList());
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Integer>> readers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (VectorStore other = LeannVectorStore.open(folder, embedder)) {
      VectorCollection watched = other.open("busy");
      Future<Integer> checks =
          threads.submit(
              () -> {
                int sound = 0;
                while (!done.get()) {
                  assertEquals(List.of(), watched.check().problems());
                  sound++;
                }
                return sound;
              });
      readers.add(checks);
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
                .mapToObj(i -> Passage.of("go" + i, "passing words " + n + " " + i))
                .toList());
        busy.delete(Selection.where(new Filter.TextContains("words " + n + " 1")));
        if (round % 3 == 2) {
          busy.compact();
        }
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    } finally {
      done.set(true);
      threads.shutdown();
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
  void should_tell_damaged_codes() throws IOException {
    animals().close();
    Path segment;
    try (var files = Files.list(folder.resolve("animals/index"))) {
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
