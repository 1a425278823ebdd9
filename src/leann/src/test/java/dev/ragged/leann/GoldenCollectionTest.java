package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.write.CollectionWriter;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Collections that released versions wrote still open, answer and grow. The file of a version is
 * made once, by {@link #main}, and never changed.
 */
class GoldenCollectionTest {
  private static final String VERSION_1 = "/golden/collection-v1.zip";

  /** With a graph over its codes. */
  private static final String VERSION_2 = "/golden/collection-v2.zip";

  /** With texts compressed by Zstandard, apart from ids and metadata. */
  private static final String VERSION_3 = "/golden/collection-v3.zip";

  /** With the parts of identifiers among the words. */
  private static final String VERSION_4 = "/golden/collection-v4.zip";

  /** With stems for words, and a passage that the model cannot read. */
  private static final String VERSION_5 = "/golden/collection-v5.zip";

  /** With the vectors of texts. */
  private static final String VERSION_6 = "/golden/collection-v6.zip";

  /** By distance, with a vector whose length is not 1. */
  private static final String VERSION_7 = "/golden/collection-v7.zip";

  /** With coders in the segments' own files. */
  private static final String VERSION_8 = "/golden/collection-v8.zip";

  /** With small chunks of text and a dictionary for them. */
  private static final String VERSION_9 = "/golden/collection-v9.zip";

  private static final int PASSAGES = CollectionWriter.MIN_CODES_FOR_GRAPH + 20;
  private static final int DIMENSION = 8;

  @TempDir Path folder;

  /** Writes the golden file of the current version; the argument is the zip to make. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("golden");
    LeannOptions options =
        LeannOptions.defaults().withGraphDegree(4).withBytesPerVector(BytesPerVector.FASTEST);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION), options)) {
      VectorCollection collection = store.create(new CollectionSpec("golden", Metric.EUCLIDEAN, 0));
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        passages.add(Passage.of("r" + i, "passage number n" + i, metadata(i)));
      }
      for (int i = 20; i < PASSAGES; i++) {
        passages.add(Passage.of("r" + i, i % 20 == 3 ? longText(i) : "n" + i));
      }
      collection.add(passages.subList(0, PASSAGES / 2));
      collection.add(passages.subList(PASSAGES / 2, PASSAGES));
      collection.delete(Selection.ids("r3", "r4"));
      collection.compact(); // one segment of a merge, and then one of a session
      collection.add(List.of(new Passage("bare", null, null, axis(5))));
      collection.add(List.of(Passage.of("unread", WordsEmbedder.UNREAD + " ferries")));
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
  }

  /** So long that all together have a dictionary. */
  private static String longText(int i) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 150; line++) {
      text.append("Line ").append(line).append(" of the long text ").append(i).append(".\n");
    }
    return text.toString() + "The ferry leaves at noon. ".repeat(100);
  }

  private static Metadata metadata(int i) {
    return Metadata.of(
        Map.of("n", i, "half", i / 2.0, "even", i % 2 == 0, "tags", List.of("t" + i, "all")));
  }

  private static float[] axis(float length) {
    float[] vector = new float[DIMENSION];
    vector[DIMENSION - 1] = length;
    return vector;
  }

  private void unzip(String version) throws IOException {
    unzip(version, folder);
  }

  /** Puts the collection "golden" of a version into a store's folder. */
  static void unzip(String version, Path folder) throws IOException {
    try (InputStream in = GoldenCollectionTest.class.getResourceAsStream(version);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  @Test
  void should_read_version_2() throws IOException {
    assertReadsAndGrows(VERSION_2);
  }

  @Test
  void should_read_version_3() throws IOException {
    assertReadsAndGrows(VERSION_3);
  }

  @Test
  void should_read_version_4() throws IOException {
    assertReadsAndGrows(VERSION_4);
  }

  @Test
  void should_read_version_5() throws IOException {
    assertReadsAndGrows(VERSION_5);
    unzip(VERSION_5);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION));
        VectorCollection golden = store.open("golden")) {
      SearchRequest question = SearchRequest.text("a ferry").withMode(SearchMode.LEXICAL);
      assertEquals("unread", golden.search(question).hits().get(0).id());
    }
  }

  @Test
  void should_read_version_6() throws IOException {
    assertReadsAndGrows(VERSION_6, 1, 1e-3);
    unzip(VERSION_6);
    WordsEmbedder embedder = new WordsEmbedder(DIMENSION);
    try (VectorStore store = LeannVectorStore.open(folder, embedder);
        VectorCollection golden = store.open("golden")) {
      assertEquals(DIMENSION, golden.info().keptVectorBytes());
      golden.search(SearchRequest.text("n500").withMode(SearchMode.VECTOR).withRecallTarget(1));
      golden.replace(Selection.ids("r500"), List.of(Passage.of("moved", "n500")));
      assertEquals(1, embedder.embedded().get(), "the question");
      assertEquals(List.of(), golden.check().problems());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {VERSION_7, VERSION_8})
  void should_read_version_7_and_8(String version) throws IOException {
    assertReadsAndGrows(version, 0, 1e-3);
    unzip(version);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION));
        VectorCollection golden = store.open("golden")) {
      assertEquals(Metric.EUCLIDEAN, golden.info().metric());
      Hit bare = golden.search(SearchRequest.vector(axis(6))).hits().get(0);
      assertEquals("bare", bare.id());
      assertEquals(-1, bare.score(), 1e-6);
    }
  }

  @Test
  void should_read_version_9() throws IOException {
    unzip(VERSION_9);
    try (Stream<Path> files = Files.list(folder.resolve("golden/index"))) {
      assertEquals(1, files.filter(file -> file.toString().endsWith(".fdd")).count());
    }
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION));
        VectorCollection golden = store.open("golden")) {
      for (int i = 23; i < PASSAGES; i += 200) {
        Passage passage = golden.get(Selection.ids("r" + i), PageRequest.first(1)).items().get(0);
        assertEquals(longText(i), passage.text());
      }
    }
    assertReadsAndGrows(VERSION_9, 0, 1e-3);
  }

  @Test
  void should_keep_the_words_that_a_collection_was_made_with() throws IOException {
    assertEquals(List.of(), foundByPart(VERSION_3));
    assertEquals(List.of("code"), foundByPart(VERSION_4));
  }

  private List<String> foundByPart(String version) throws IOException {
    unzip(version);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      VectorCollection golden = store.open("golden");
      golden.upsert(List.of(Passage.of("code", "readConfigFile")));
      SearchRequest whole = SearchRequest.text("readConfigFile").withMode(SearchMode.LEXICAL);
      assertEquals("code", golden.search(whole).hits().get(0).id());
      SearchRequest part = SearchRequest.text("config").withMode(SearchMode.LEXICAL);
      List<String> found = golden.search(part).hits().stream().map(Hit::id).toList();
      store.drop("golden");
      return found;
    }
  }

  private void assertReadsAndGrows(String version) throws IOException {
    assertReadsAndGrows(version, 1, 1e-6);
  }

  /**
   * @param best the score of a passage that has the text of the question
   */
  private void assertReadsAndGrows(String version, double best, double tolerance)
      throws IOException {
    unzip(version);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      VectorCollection golden = store.open("golden");
      assertEquals(PASSAGES, golden.info().passages());
      assertEquals(List.of(), golden.check().problems());
      for (int i = 20; i < PASSAGES; i += 500) {
        Hit nearest =
            golden.search(SearchRequest.text("n" + i).withMode(SearchMode.VECTOR)).hits().get(0);
        assertEquals("r" + i, nearest.id());
        assertEquals(best, nearest.score(), tolerance);
      }
      long codes = PASSAGES * 5L;
      assertTrue(golden.stats().bytes().vectors() > codes + PASSAGES, "a graph, too");
      golden.add(List.of(Passage.of("new", "n7000")));
      golden.compact();
      assertTrue(golden.stats().bytes().vectors() > codes + PASSAGES, "still a graph");
      assertEquals(
          "new",
          golden
              .search(SearchRequest.text("n7000").withMode(SearchMode.VECTOR))
              .hits()
              .get(0)
              .id());
      for (int i = 0; i < 20; i += 5) {
        Passage passage = golden.get(Selection.ids("r" + i), PageRequest.first(1)).items().get(0);
        assertEquals(Passage.of("r" + i, "passage number n" + i, metadata(i)), passage);
      }
      assertEquals(List.of(), golden.check().problems());
      assertTakesItsCoderAlong();
    }
  }

  /** A merge brings over a coder that an earlier version wrote beside the segments. */
  private void assertTakesItsCoderAlong() throws IOException {
    try (Directory index = FSDirectory.open(folder.resolve("golden/index"))) {
      Set<String> files = new TreeSet<>(List.of(index.listAll()));
      files.remove("write.lock");
      assertEquals(new TreeSet<>(SegmentInfos.readLatestCommit(index).files(true)), files);
    }
  }

  @Test
  void should_read_version_1() throws IOException {
    unzip(VERSION_1);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      assertEquals(List.of("golden"), store.names());
      CollectionInfo info = store.open("golden").info();
      assertEquals(DIMENSION, info.dimension());
      assertEquals("words", info.model().name());
      assertEquals(20, info.passages());
      VectorCollection golden = store.open("golden");
      assertEquals(List.of(), golden.check().problems());
      Passage r7 = golden.get(Selection.ids("r7"), PageRequest.first(1)).items().get(0);
      assertEquals(Passage.of("r7", "passage number n7", metadata(7)), r7);
      Hit nearest =
          golden
              .search(SearchRequest.text("passage number n7").withMode(SearchMode.VECTOR))
              .hits()
              .get(0);
      assertEquals("r7", nearest.id());
      assertEquals(1, nearest.score(), 1e-6);
      Hit bare = golden.search(SearchRequest.vector(axis(1))).hits().get(0);
      assertEquals("bare", bare.id());
      assertEquals(1, bare.score(), 1e-6);
      assertEquals(
          "r9",
          golden.search(SearchRequest.text("n9").withMode(SearchMode.LEXICAL)).hits().get(0).id());
      assertEquals(19, golden.count(Filter.equal("tags", "all")));
      golden.add(List.of(Passage.of("new", "passage number n21")));
      golden.compact();
      assertTakesItsCoderAlong();
      assertEquals(21, golden.count(Filter.all()));
      assertEquals(List.of(), golden.check().problems());
    }
  }
}
