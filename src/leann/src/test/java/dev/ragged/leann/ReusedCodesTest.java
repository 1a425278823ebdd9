package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.GivenVectors;
import dev.ragged.Metadata;
import dev.ragged.ModelIdentity;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.FaultyFiles.Fault;
import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.VectorBytes;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of codes when passages are replaced by others with the same texts. */
class ReusedCodesTest {
  private static final int DIMENSION = 192;

  /** Enough to learn a coder, too few to keep it for good. */
  private static final int LEARNS = 1_100;

  @TempDir Path folder;
  private final Random random = new Random(20_261_126);

  /** Where codes come from. */
  private enum Codes {
    BLIND(300, new ModelIdentity("words", DIMENSION, "seed-1")),
    LEARNED(LEARNS, new ModelIdentity("words", DIMENSION, "seed-1")),
    SHIPPED(
        300,
        new ModelIdentity(
            "all-MiniLM-L6-v2-q",
            384,
            "sha256:e077d02580d16ea5dcadac984f1ee2afd16abe0792042a2287840cab67157fa2"));

    private final int passages;
    private final ModelIdentity model;

    Codes(int passages, ModelIdentity model) {
      this.passages = passages;
      this.model = model;
    }
  }

  private List<String> texts(int count) {
    return random.ints(count).mapToObj(seed -> WordsEmbedder.text(new Random(seed))).toList();
  }

  private static List<Passage> file(String path, List<String> texts) {
    List<Passage> passages = new ArrayList<>();
    for (String text : texts) {
      String id = path + "#" + passages.size();
      passages.add(Passage.of(id, text, Metadata.of("source", path)));
    }
    return passages;
  }

  private static Selection of(String path) {
    return Selection.where(Filter.equal("source", path));
  }

  /** The code of each text, with its coder's id. */
  private Map<String, String> codes() throws IOException {
    Map<String, String> codes = new HashMap<>();
    try (Directory directory = FSDirectory.open(folder.resolve("texts/index"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        LeannVectorsReader vectors = LeannVectorsReader.of(leaf.reader(), Fields.VECTOR);
        Bits live = leaf.reader().getLiveDocs();
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
          if (live == null || live.get(doc)) {
            CodedVector coded = vectors.coded(Fields.VECTOR, doc);
            codes.put(
                Documents.text(leaf.reader().storedFields(), doc),
                coded.coderId() + " " + HexFormat.of().formatHex(coded.code()));
          }
        }
      }
    }
    return codes;
  }

  private static Set<String> coders(Map<String, String> codes) {
    return codes.values().stream().map(code -> code.split(" ")[0]).collect(Collectors.toSet());
  }

  private static Map<String, String> of(Map<String, String> codes, List<String> texts) {
    return texts.stream().collect(Collectors.toMap(text -> text, codes::get));
  }

  private static void requireSame(Map<String, String> before, Map<String, String> after) {
    assertEquals(before.keySet(), after.keySet());
    long changed =
        before.keySet().stream().filter(t -> !before.get(t).equals(after.get(t))).count();
    assertEquals(0, changed, "of " + before.size() + " codes");
  }

  @ParameterizedTest
  @EnumSource
  void should_stay_the_same_however_often_their_passages_are_renamed(Codes from)
      throws IOException {
    WordsEmbedder embedder = new WordsEmbedder(from.model);
    List<String> texts = texts(from.passages);
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      collection.add(file("0", texts));
      collection.close();
      Map<String, String> before = codes();
      assertEquals(from.passages, before.size());
      if (from == Codes.SHIPPED) {
        assertEquals(Set.of(ShippedCoders.of(from.model).id()), coders(before));
      }
      embedder.embedded().set(0);
      collection = store.open("texts");
      for (int round = 1; round <= 10; round++) {
        assertEquals(
            from.passages, collection.replace(of("" + (round - 1)), file("" + round, texts)));
        requireSame(before, codes());
        if (round % 3 == 0) {
          collection.close(); // settles what is fresh
          collection = store.open("texts");
        }
      }
      collection.compact();
      requireSame(before, codes());
      assertEquals(0, embedder.embedded().get());
      assertEquals(List.of(), collection.check().problems());
    }
  }

  @Test
  void should_stay_settled_beside_new_passages() throws IOException {
    WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
    List<String> texts = texts(LEARNS);
    List<String> added = texts(10);
    try (VectorStore store = LeannVectorStore.open(folder, embedder)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      collection.add(file("old", texts));
      collection.close();
      Map<String, String> before = codes();
      collection = store.open("texts");
      embedder.embedded().set(0);
      List<Passage> passages = new ArrayList<>(file("added", added));
      passages.addAll(file("new", texts));
      collection.replace(of("old"), passages);
      assertEquals(10, embedder.embedded().get());
      requireSame(before, of(codes(), texts));
      assertNotEquals(coders(before), coders(of(codes(), added)), "new vectors are fresh");
      collection.close();
      requireSame(before, of(codes(), texts));
      assertEquals(coders(before), coders(codes()), "all is settled");
      for (String text : added) {
        assertEquals(text, nearest(store.open("texts"), text));
      }
    }
  }

  private static String nearest(VectorCollection collection, String text) {
    return collection.search(SearchRequest.text(text)).hits().get(0).text();
  }

  @Test
  void should_not_have_a_coder_learned_from_what_small_codes_have_left() throws IOException {
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      store.create(CollectionSpec.of("texts")).close();
      List<String> all = new ArrayList<>();
      for (int session = 0; session < 5; session++) {
        List<String> texts = texts(LEARNS);
        all.addAll(texts);
        VectorCollection collection = store.open("texts");
        collection.add(file("session" + session, texts));
        collection.close();
      }
      Map<String, String> before = codes();
      assertEquals(1, coders(before).size());
      assertEquals(
          VectorBytes.LEARNED, before.get(all.get(0)).split(" ")[1].length() / 2, "a learned code");
      // As fresh vectors, these were enough to replace a coder that learned from a fifth of them.
      VectorCollection collection = store.open("texts");
      collection.replace(Selection.all(), file("renamed", all));
      collection.close();
      requireSame(before, codes());
    }
  }

  @Test
  void should_be_made_anew_from_codes_of_a_coder_that_was_replaced() throws IOException {
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      store.create(CollectionSpec.of("texts")).close();
      List<String> few = texts(LEARNS);
      List<String> many = texts(4 * LEARNS);
      for (List<String> texts : List.of(few, many)) {
        VectorCollection collection = store.open("texts");
        collection.add(file("of" + texts.size(), texts));
        collection.close();
      }
      Map<String, String> before = codes();
      assertEquals(2, coders(before).size());
      VectorCollection collection = store.open("texts");
      collection.replace(of("of" + LEARNS), file("renamed", few));
      assertEquals(coders(of(before, many)), coders(codes()));
      requireSame(of(before, many), of(codes(), many));
      for (String text : few.subList(0, 50)) {
        assertEquals(text, nearest(collection, text));
      }
    }
  }

  @Test
  void should_be_reused_where_the_caller_vouched_for_the_vectors_and_not_where_they_are_kept() {
    for (GivenVectors given : GivenVectors.values()) {
      WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
      try (VectorStore store =
          LeannVectorStore.open(
              folder, embedder, LeannOptions.defaults().withGivenVectors(given))) {
        VectorCollection collection = store.create(CollectionSpec.of("given-" + given));
        float[] right = embedder.embed(List.of("a text")).get(0);
        collection.add(List.of(new Passage("old", "a text", null, right)));
        embedder.embedded().set(0);
        collection.replace(Selection.ids("old"), List.of(Passage.of("new", "a text")));
        assertEquals(given == GivenVectors.KEEP ? 1 : 0, embedder.embedded().get(), "" + given);
        // A vector that comes with a text is checked against the model's, not against a code.
        embedder.embedded().set(0);
        collection.replace(
            Selection.ids("new"),
            List.of(new Passage("a", "a text", null, right), Passage.of("b", "a text")));
        boolean checked = given == GivenVectors.CHECK || given == GivenVectors.SAMPLE;
        assertEquals(checked ? 1 : 0, embedder.embedded().get(), "" + given);
      }
    }
  }

  @Test
  void should_be_replaced_as_one_change_whatever_fails() throws IOException {
    WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
    List<String> texts = texts(LEARNS);
    List<Passage> before = file("old", texts);
    List<Passage> after = new ArrayList<>(file("new", texts.subList(100, LEARNS)));
    after.add(Passage.of("added", "a new text"));
    FaultyFiles files = new FaultyFiles();
    try (VectorStore store = LeannVectorStore.open(files.of(folder), embedder)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      collection.add(before);
      collection.close();
      collection = store.open("texts");
      AtomicInteger operations = new AtomicInteger();
      files.fail(
          (kind, path) -> {
            operations.incrementAndGet();
            return null;
          });
      collection.replace(Selection.all(), after);
      int all = operations.get();
      int failed = 0;
      for (int n = 0; n < all; n += Math.max(1, all / 12)) {
        files.fail(Fault.NONE);
        collection.replace(Selection.all(), before);
        collection.close();
        collection = store.open("texts");
        operations.set(0);
        int nth = n;
        files.fail(
            (kind, path) -> operations.getAndIncrement() == nth ? "No space left on device" : null);
        boolean thrown = false;
        try {
          collection.replace(Selection.all(), after);
        } catch (UnconfirmedWriteException e) {
          throw new AssertionError("one failure leaves nothing open", e);
        } catch (RaggedException e) {
          thrown = true;
        } finally {
          files.fail(Fault.NONE);
        }
        failed += thrown ? 1 : 0;
        List<Passage> expected = thrown ? before : after;
        assertEquals(
            Set.copyOf(expected),
            collection.stream(Selection.all()).collect(Collectors.toSet()),
            "operation " + n);
      }
      assertTrue(failed > 0, "of " + all + " operations");
      assertEquals(List.of(), collection.check().problems());
    }
  }
}
