package dev.ragged.leann.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ragged.leann.internal.storage.CollectionCodec;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The format by itself, as plain Lucene uses it. */
@Tag("random")
class LeannStoredFieldsFormatTest {
  private static final Codec OLD = new Lucene912Codec(Lucene912Codec.Mode.BEST_COMPRESSION);
  private static final Codec NEW = new CollectionCodec();
  private static final Sort ORDER = new Sort(new SortField("order", SortField.Type.LONG));

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private int characters = 1_000;

  private static IndexWriterConfig config(Codec codec) {
    return new IndexWriterConfig()
        .setCodec(codec)
        .setUseCompoundFile(false)
        .setMergeScheduler(new SerialMergeScheduler());
  }

  /** A document's values in the order of the fields that may come: metadata, text. */
  private record Values(String metadata, String text) {
    Document document(String id, Random random) {
      Document document = new Document();
      document.add(new StringField("id", id, Field.Store.YES));
      if (text != null) {
        document.add(new StoredField("text", text));
      }
      if (metadata != null) {
        document.add(new StoredField("metadata_json", metadata));
      }
      document.add(new NumericDocValuesField("order", random.nextInt(1_000)));
      return document;
    }
  }

  private String letters(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      switch (random.nextInt(12)) {
        case 0 -> text.appendCodePoint(0x1F600 + random.nextInt(60));
        case 1 -> text.appendCodePoint(0x4E00 + random.nextInt(5_000));
        case 2 -> text.append('\0').append('\n');
        default -> text.append("the passage says word").append(random.nextInt(3_000)).append(' ');
      }
    }
    return text.toString();
  }

  private Values values(boolean huge) {
    String text =
        switch (huge ? -1 : random.nextInt(40)) {
          case -1 -> letters(1_700_000); // more than two chunks
          case 0 -> "";
          case 1 -> null;
          default -> letters(random.nextInt(2_000));
        };
    return new Values(random.nextInt(5) == 0 ? null : letters(random.nextInt(200)), text);
  }

  private void assertReads(Directory directory, Map<String, Values> expected) throws IOException {
    try (CheckIndex check = new CheckIndex(directory)) {
      assertTrue(check.checkIndex().clean, "seed " + seed);
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(expected.size(), reader.numDocs(), "seed " + seed);
      List<Integer> docs = new ArrayList<>();
      for (int doc = 0; doc < reader.maxDoc(); doc++) {
        docs.add(doc);
      }
      for (boolean inOrder : new boolean[] {true, false}) {
        StoredFields stored = reader.storedFields();
        Set<String> found = new HashSet<>();
        for (int doc : docs) {
          String id = stored.document(doc, Set.of("id")).get("id");
          Values values = expected.get(id);
          if (values != null && found.add(id)) {
            Document whole = stored.document(doc);
            String said = "seed " + seed + ", " + id + ", in order " + inOrder;
            if (!new Values(whole.get("metadata_json"), whole.get("text")).equals(values)) {
              assertEquals(0, whole.getFields().size(), said); // a deleted one of the same id
            }
            String text = stored.document(doc, Set.of("text")).get("text");
            assertEquals(whole.get("text"), text, said);
          }
        }
        assertEquals(expected.keySet(), found, "seed " + seed);
        Collections.shuffle(docs, random);
      }
    }
  }

  @Test
  void should_give_back_what_was_stored_through_merges_deletes_and_sorting() throws IOException {
    for (boolean sorted : new boolean[] {false, true}) {
      Map<String, Values> expected = new TreeMap<>();
      try (Directory directory = new ByteBuffersDirectory()) {
        int id = 0;
        for (int session = 0; session < 4; session++) {
          // Every other session writes as collections were written before.
          IndexWriterConfig config = config(session % 2 == 0 && !sorted ? OLD : NEW);
          config.setMaxBufferedDocs(40);
          if (sorted) {
            config.setIndexSort(ORDER);
          }
          try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < 80; i++) {
              Values values = values(session < 2 && i == 50);
              writer.addDocument(values.document("d" + id, random));
              expected.put("d" + id++, values);
            }
            for (int i = 0; i < 10; i++) {
              String gone = "d" + random.nextInt(id);
              writer.deleteDocuments(new Term("id", gone));
              expected.remove(gone);
            }
          }
          assertReads(directory, expected);
        }
        IndexWriterConfig config = config(NEW);
        if (sorted) {
          config.setIndexSort(ORDER);
        }
        try (IndexWriter writer = new IndexWriter(directory, config)) {
          writer.forceMerge(1);
        }
        assertReads(directory, expected);
        assertEquals(
            List.of(),
            files(directory).stream().filter(file -> file.matches("_[^_]+\\.fdt")).toList(),
            "as before");
      }
    }
  }

  @Test
  void should_take_its_time_for_merges_that_were_asked_for() throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(directory, config(NEW).setMergePolicy(new LogDocMergePolicy()))) {
      for (int i = 0; i < 2; i++) {
        writer.addDocument(new Values("{}", "text").document("d" + i, random));
        writer.commit();
        assertEquals("LITTLE of 1", effort(directory));
      }
      assertEquals("LITTLE of 1", mergedElsewhere(directory));
      writer.forceMerge(1);
      writer.commit();
      assertEquals("MUCH of 2", effort(directory));
      assertEquals("MUCH of 2", mergedElsewhere(directory), "and does not lose it again");
    }
  }

  /** What a merge makes of the first segment that nobody asked for by number. */
  private static String mergedElsewhere(Directory directory) throws IOException {
    try (Directory elsewhere = new ByteBuffersDirectory();
        DirectoryReader reader = DirectoryReader.open(directory);
        IndexWriter writer = new IndexWriter(elsewhere, config(NEW))) {
      writer.addIndexes((CodecReader) reader.leaves().get(0).reader());
      writer.commit();
      return effort(elsewhere);
    }
  }

  private static String effort(Directory directory) throws IOException {
    SegmentInfo segment = SegmentInfos.readLatestCommit(directory).info(0).info;
    return segment.getAttribute("ragged.stored.effort") + " of " + segment.maxDoc();
  }

  /**
   * A session that adds documents in two segments, and lets Lucene merge as it likes or asks for
   * it.
   */
  private void add(
      Directory directory, Map<String, Values> expected, int from, int to, String gone, int forced)
      throws IOException {
    LogDocMergePolicy policy = new LogDocMergePolicy();
    policy.setMergeFactor(forced > 0 ? 10 : 2);
    policy.setNoCFSRatio(0);
    try (IndexWriter writer = new IndexWriter(directory, config(NEW).setMergePolicy(policy))) {
      writer.deleteDocuments(new Term("id", gone));
      expected.remove(gone);
      for (int i = from; i < to; i++) {
        Values values = new Values(letters(20), letters(characters));
        writer.addDocument(values.document("d" + i, random));
        expected.put("d" + i, values);
        if (i == (from + to) / 2) {
          writer.commit();
        }
      }
      if (forced > 0) {
        writer.forceMerge(forced);
      } else {
        writer.forceMergeDeletes(); // as one of Lucene's own
      }
    }
    assertReads(directory, expected);
  }

  private static String origin(Directory directory) throws IOException {
    SegmentInfo segment = SegmentInfos.readLatestCommit(directory).info(0).info;
    return segment.getAttribute("ragged.stored.dictionary");
  }

  private static byte[] dictionary(Directory directory) throws IOException {
    SegmentInfo segment = SegmentInfos.readLatestCommit(directory).info(0).info;
    try (TextDictionary dictionary = TextDictionary.read(segment.dir, segment)) {
      return dictionary.bytes();
    }
  }

  /** The compressed texts of the first segment. */
  private static byte[] texts(Directory directory) throws IOException {
    SegmentInfo segment = SegmentInfos.readLatestCommit(directory).info(0).info;
    return bytes(directory, segment.name + "_text.fdt");
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void should_keep_a_dictionary_until_it_has_text_that_was_deleted() throws IOException {
    Map<String, Values> expected = new TreeMap<>();
    try (Directory directory = new ByteBuffersDirectory()) {
      add(directory, expected, 0, 500, "none", 1);
      assertEquals("MUCH of 500", effort(directory));
      assertEquals(null, origin(directory), "too little text");

      add(directory, expected, 500, 1_200, "none", 1);
      assertTrue(origin(directory).startsWith("own "), origin(directory));
      byte[] drawn = dictionary(directory);
      assertTrue(drawn.length > 130_000 && drawn.length < 200_000, drawn.length + " bytes");

      add(directory, expected, 1_200, 1_300, "none", 1);
      assertEquals("MUCH of 1300", effort(directory));
      assertArrayEquals(drawn, dictionary(directory));
      assertTrue(origin(directory).startsWith("own "), origin(directory));

      String gone = expected.get("d0").text();
      assertTrue(new String(drawn, StandardCharsets.UTF_8).startsWith(gone));
      add(directory, expected, 1_300, 1_310, "d0", 0);
      assertEquals("MUCH of 1299", effort(directory));
      assertArrayEquals(drawn, dictionary(directory));
      assertTrue(origin(directory).startsWith("inherited "), origin(directory));

      add(directory, expected, 1_310, 1_320, "none", 1);
      assertTrue(origin(directory).startsWith("own "), origin(directory));
      assertFalse(new String(dictionary(directory), StandardCharsets.UTF_8).contains(gone));
    }
  }

  @Test
  void should_copy_the_chunks_between_deletions() throws IOException {
    characters = 15_000; // enough chunks that Lucene does not think them too small
    try (Directory directory = new ByteBuffersDirectory()) {
      Map<String, Values> expected = new TreeMap<>();
      add(directory, expected, 0, 300, "none", 1);
      byte[] before = texts(directory);
      add(directory, expected, 300, 302, "d150", 0);
      assertEquals("MUCH of 299", effort(directory));
      String after = latin1(texts(directory));
      int copied = 0;
      for (int piece = 0; piece < 100; piece++) {
        int from = before.length / 100 * piece;
        byte[] some = Arrays.copyOfRange(before, from, from + 500);
        copied += after.contains(latin1(some)) ? 1 : 0;
      }
      // Not where the number of a document is among them, which has changed.
      assertTrue(copied > 80, "seed " + seed + ": " + copied);
    }
  }

  @Test
  void should_refuse_a_damaged_dictionary() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      add(directory, new TreeMap<>(), 0, 1_200, "none", 1);
      String file = files(directory).stream().filter(one -> one.endsWith(".fdd")).findAny().get();
      byte[] whole = bytes(directory, file);
      for (int run = 0; run < 100; run++) {
        replace(directory, file, damaged(whole));
        assertThrows(
            IOException.class, () -> DirectoryReader.open(directory).close(), "seed " + seed);
      }
      directory.deleteFile(file);
      assertThrows(IOException.class, () -> DirectoryReader.open(directory).close());
    }
  }

  private static List<String> files(Directory directory) throws IOException {
    return List.of(directory.listAll());
  }

  private static byte[] bytes(Directory directory, String file) throws IOException {
    try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  private static void replace(Directory directory, String file, byte[] bytes) throws IOException {
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length);
    }
  }

  @Test
  void should_refuse_damaged_files() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      List<Values> all = new ArrayList<>();
      try (IndexWriter writer =
          new IndexWriter(directory, config(NEW).setMergePolicy(NoMergePolicy.INSTANCE))) {
        for (int i = 0; i < 300; i++) {
          Values values = new Values(letters(100), letters(i == 100 ? 1_700_000 : 3_000));
          all.add(values);
          writer.addDocument(values.document("d" + i, random));
        }
      }
      int refused = 0;
      for (String file : files(directory)) {
        if (!file.matches(".*\\.fd[tmxd]")) {
          continue;
        }
        byte[] whole = bytes(directory, file);
        int runs = file.endsWith(".fdt") ? 60 : 300;
        for (int run = 0; run < runs; run++) {
          replace(directory, file, damaged(whole));
          refused += refuses(directory, all, file) ? 1 : 0;
        }
        replace(directory, file, whole);
      }
      // Not all: Lucene looks at no byte that it does not need, and leaves the rest to a check.
      assertTrue(refused > 200, "seed " + seed + ": " + refused);
      assertEquals(false, refuses(directory, all, "none"));
    }
  }

  private byte[] damaged(byte[] whole) {
    byte[] bytes = whole.clone();
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    int flips = 1 + random.nextInt(8);
    int at = random.nextInt(bytes.length);
    for (int i = 0; i < flips; i++) {
      bytes[Math.min(at + i * random.nextInt(3), bytes.length - 1)] ^=
          (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /**
   * Whether something was refused. What is read all the same is right, or a check refuses it:
   * Lucene trusts the head of a chunk, which says what documents are in it.
   */
  private boolean refuses(Directory directory, List<Values> all, String file) {
    boolean refused = false;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (int doc = 0; doc < reader.maxDoc(); doc += 1 + random.nextInt(20)) {
        try {
          Document read = reader.storedFields().document(doc);
          Values values = new Values(read.get("metadata_json"), read.get("text"));
          if (!all.get(doc).equals(values)) {
            CodecReader damaged = (CodecReader) reader.leaves().get(0).reader();
            assertThrows(IOException.class, damaged::checkIntegrity, "seed " + seed + ", " + file);
            refused = true;
          }
        } catch (IOException e) {
          refused = true;
        }
      }
    } catch (IOException e) {
      return true;
    } catch (RuntimeException e) {
      fail("seed " + seed + ", " + file, e);
    }
    return refused;
  }

  /** Passages that overlap, of this project's documentation. */
  private static List<String> passages() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> pages = Files.walk(Path.of("../../docs"))) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
        all.append(Files.readString(page));
      }
    }
    List<String> passages = new ArrayList<>();
    for (int start = 0; start < all.length(); start += 780) {
      passages.add(all.substring(start, Math.min(all.length(), start + 900)));
    }
    return passages;
  }

  private static long storedBytes(Codec codec, List<String> passages) throws IOException {
    long bytes = 0;
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(codec))) {
        for (int i = 0; i < passages.size(); i++) {
          Values values = new Values("{\"start_line\":" + i * 9 + "}", passages.get(i));
          writer.addDocument(values.document("docs/page.md#" + i, new Random(i)));
        }
        writer.forceMerge(1);
      }
      for (String file : files(directory)) {
        bytes += file.matches(".*\\.fd[tmxd]") ? directory.fileLength(file) : 0;
      }
    }
    return bytes;
  }

  @Test
  void should_take_less_than_lucenes_best_compression() throws IOException {
    List<String> passages = passages();
    long raw = 0;
    for (String passage : passages) {
      raw +=
          passage
              .substring(0, Math.min(780, passage.length()))
              .getBytes(StandardCharsets.UTF_8)
              .length;
    }
    long bytes = storedBytes(NEW, passages);
    assertTrue(bytes < 0.42 * raw, bytes + " of " + raw);
    long before = storedBytes(OLD, passages);
    assertTrue(bytes < 0.92 * before, bytes + " beside " + before);
  }
}
