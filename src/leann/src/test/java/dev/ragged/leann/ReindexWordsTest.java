package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of a collection that an earlier version made become those of new ones; all else stays. */
class ReindexWordsTest {
  private static final String NAME = "golden";

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private final WordsEmbedder embedder = new WordsEmbedder(8);

  private VectorStore open() {
    return LeannVectorStore.open(folder, embedder);
  }

  /** All of each passage that is not a word, by its id. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Path index = folder.resolve(NAME).resolve(StoreFolder.INDEX);
    try (FSDirectory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        Bits live = leaf.reader().getLiveDocs();
        StoredFields fields = ((CodecReader) leaf.reader()).getFieldsReader().getMergeInstance();
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
          if (live == null || live.get(doc)) {
            Documents.Stored stored = Documents.read(fields, doc, null);
            String all = stored.text() + " " + stored.metadata() + " " + values(leaf.reader(), doc);
            contents.put(stored.id(), all);
          }
        }
      }
    }
    return contents;
  }

  private static String values(LeafReader segment, int doc) throws IOException {
    BinaryDocValues exact = segment.getBinaryDocValues(Fields.EXACT_VECTOR);
    NumericDocValues bytes = segment.getNumericDocValues("raw_bytes");
    NumericDocValues unread = segment.getNumericDocValues(Fields.UNREAD);
    boolean hasNoCode = unread != null && unread.advanceExact(doc);
    return (bytes != null && bytes.advanceExact(doc) ? bytes.longValue() : "no text")
        + (exact != null && exact.advanceExact(doc) ? " exactly " + exact.binaryValue() : "")
        + (hasNoCode ? " unread" : " " + code(segment, doc));
  }

  private static String code(LeafReader segment, int doc) throws IOException {
    CodedVector coded = LeannVectorsReader.of(segment, Fields.VECTOR).coded(Fields.VECTOR, doc);
    return coded.coderId() + ":" + HexFormat.of().formatHex(coded.code());
  }

  private static List<String> found(VectorStore store, String question) {
    try (VectorCollection collection = store.open(NAME)) {
      SearchRequest words = SearchRequest.text(question).withMode(SearchMode.LEXICAL);
      return collection.search(words).hits().stream().map(Hit::id).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void should_find_stems_in_a_collection_of_an_earlier_version(int version) throws IOException {
    GoldenCollectionTest.unzip("/golden/collection-v" + version + ".zip", folder);
    Map<String, String> before = contents();
    try (VectorStore store = open()) {
      assertEquals(List.of(), found(store, "passages"));
      List<Long> read = new ArrayList<>();
      assertTrue(store.reindexWords(NAME, read::add));
      assertEquals(before.size(), read.get(read.size() - 1));
      assertEquals(3, found(store, "passages").size());
      assertEquals(before, contents());
      assertEquals(0, embedder.embedded().get());
      try (VectorCollection renewed = store.open(NAME)) {
        assertFalse(renewed.info().outdatedWords());
        assertEquals(List.of(), renewed.check().problems());
        renewed.add(List.of(Passage.of("new", "they run")));
        renewed.compact();
        assertEquals(List.of(), renewed.check().problems());
      }
      assertEquals(List.of("new"), found(store, "running"));
      assertFalse(store.reindexWords(NAME, r -> {}));
    }
    assertEquals(List.of(NAME), names());
  }

  @Test
  void should_leave_a_collection_of_this_version_alone() throws IOException {
    GoldenCollectionTest.unzip("/golden/collection-v5.zip", folder);
    try (VectorStore store = open();
        VectorCollection golden = store.open(NAME)) {
      assertFalse(golden.info().outdatedWords());
      assertFalse(store.reindexWords(NAME, r -> {}));
      assertEquals(1, golden.stats().wordsOnly());
    }
  }

  @Test
  void should_keep_codes_of_every_coder_and_passages_without() throws IOException {
    WordsEmbedder longer = new WordsEmbedder(128);
    try (VectorStore store = LeannVectorStore.open(folder, longer)) {
      try (VectorCollection notes = store.create(CollectionSpec.of(NAME))) {
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
          passages.add(Passage.of("p" + i, "word" + i + " and word" + i * 7));
        }
        notes.add(passages);
      } // learns a coder
      OldWords.in(folder.resolve(NAME));
      VectorCollection notes = store.open(NAME);
      notes.add(List.of(Passage.of("fresh", "they run")));
      notes.add(List.of(Passage.of("unread", WordsEmbedder.UNREAD + " ferries")));
      notes.add(List.of(new Passage("bare", null, null, longer.embed(List.of("x")).get(0))));
      notes.delete(Selection.ids("p3", "p1099"));
      Map<String, String> before = contents();
      long coders = before.values().stream().map(ReindexWordsTest::coder).distinct().count();
      assertEquals(3, coders, "a learned one, one until that learns more, and none");
      int embedded = longer.embedded().get();
      assertTrue(store.reindexWords(NAME, r -> {}));
      assertEquals(before, contents());
      assertEquals(List.of("fresh"), found(store, "running"));
      assertEquals(List.of("unread"), found(store, "a ferry"));
      assertEquals(embedded, longer.embedded().get());
      try (VectorCollection renewed = store.open(NAME)) {
        assertEquals(1, renewed.stats().wordsOnly());
        assertEquals(List.of(), renewed.check().problems());
      }
    }
  }

  private static String coder(String contents) {
    return contents.replaceFirst(".* ", "").replaceFirst(":.*", "");
  }

  @Test
  void should_renew_collections_without_words() throws IOException {
    try (VectorStore store = open()) {
      try (VectorCollection golden = store.create(CollectionSpec.of(NAME))) {
        OldWords.in(folder.resolve(NAME));
        assertTrue(store.reindexWords(NAME, r -> {}), "an empty one");
      }
      OldWords.in(folder.resolve(NAME));
      float[] axis = embedder.embed(List.of("x")).get(0);
      try (VectorCollection golden = store.open(NAME)) {
        golden.add(List.of(new Passage("bare", null, null, axis)));
      }
      assertTrue(store.reindexWords(NAME, r -> {}), "one of vectors");
      OldWords.in(folder.resolve(NAME));
      try (VectorCollection golden = store.open(NAME)) {
        golden.add(List.of(Passage.of("signs", "!"), Passage.of("text", "gone")));
        golden.delete(Selection.ids("text"));
      }
      assertTrue(store.reindexWords(NAME, r -> {}), "one of signs");
      try (VectorCollection golden = store.open(NAME)) {
        assertEquals(2, golden.info().passages());
        assertEquals(List.of(), golden.check().problems());
      }
    }
  }

  @Test
  void should_change_nothing_if_it_is_given_up() throws IOException {
    GoldenCollectionTest.unzip("/golden/collection-v1.zip", folder);
    Map<String, String> before = contents();
    try (VectorStore store = open();
        VectorCollection golden = store.open(NAME)) {
      assertThrows(
          CancellationException.class,
          () ->
              store.reindexWords(
                  NAME,
                  read -> {
                    throw new CancellationException();
                  }));
      assertEquals(before, contents());
      assertEquals(List.of(), golden.check().problems());
      assertTrue(golden.info().outdatedWords());
      assertEquals(List.of(NAME), names());
      golden.add(List.of(Passage.of("new", "they run")));
      assertEquals(List.of(), found(store, "running"));
    }
  }

  /** What a process that dies leaves is what is on disk at that moment. */
  @Test
  void should_leave_the_old_collection_if_its_process_dies() throws IOException {
    GoldenCollectionTest.unzip("/golden/collection-v1.zip", folder);
    Map<String, String> before = contents();
    try (VectorStore store = open()) {
      store.reindexWords(
          NAME,
          read -> {
            if (read == before.size()) {
              copy(folder, elsewhere.resolve("copy"));
            }
          });
    }
    folder = elsewhere.resolve("copy");
    assertEquals(2, names().size(), names().toString());
    assertEquals(before, contents());
    try (VectorStore store = open();
        VectorCollection golden = store.open(NAME)) {
      assertTrue(golden.info().outdatedWords());
      golden.add(List.of(Passage.of("new", "they run")));
      assertEquals(List.of(NAME), names(), "what was left is swept");
      assertEquals(List.of(), golden.check().problems());
    }
  }

  @Test
  void should_let_others_read_and_nobody_write_until_it_is_done() throws IOException {
    GoldenCollectionTest.unzip("/golden/collection-v1.zip", folder);
    try (VectorStore store = open();
        VectorStore other = open();
        VectorCollection theirs = other.open(NAME)) {
      Passage more = Passage.of("new", "they run");
      store.reindexWords(
          NAME,
          read -> {
            assertThrows(CollectionLockedException.class, () -> theirs.add(List.of(more)));
            assertEquals(20, theirs.info().passages());
          });
      assertThrows(NoSuchCollectionException.class, theirs::info);
      try (VectorCollection anew = other.open(NAME)) {
        anew.add(List.of(more));
      }
      assertEquals(List.of("new"), found(store, "running"));
      OldWords.in(folder.resolve(NAME));
      try (VectorCollection writing = other.open(NAME)) {
        writing.upsert(List.of(more));
        assertThrows(CollectionLockedException.class, () -> store.reindexWords(NAME, r -> {}));
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
