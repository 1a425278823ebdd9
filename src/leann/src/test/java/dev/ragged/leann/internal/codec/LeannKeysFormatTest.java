package dev.ragged.leann.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.leann.internal.storage.CollectionCodec;
import dev.ragged.leann.internal.storage.MetadataTerms;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares with Lucene's own format, which has the same documents in the same order. */
@Tag("random")
class LeannKeysFormatTest {
  private static final String ID = "id";
  private static final String METADATA = MetadataTerms.FIELD;

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private final Directory ours = new ByteBuffersDirectory();
  private final Directory lucenes = new ByteBuffersDirectory();

  private static IndexWriter writer(Directory directory, Codec codec) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig()
            .setCodec(codec)
            .setUseCompoundFile(false)
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setMergeScheduler(new SerialMergeScheduler()));
  }

  private static Document document(String id, List<BytesRef> terms) {
    Document document = new Document();
    document.add(new StringField(ID, id, Field.Store.NO));
    terms.forEach(term -> document.add(new StringField(METADATA, term, Field.Store.NO)));
    return document;
  }

  private String oddId() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "0".repeat(random.nextInt(4)) + random.nextInt(50);
      case 2 -> "#" + random.nextLong();
      case 3 -> new StringBuilder().appendCodePoint(0x1F600 + random.nextInt(60)).toString();
      case 4 -> "long".repeat(1 + random.nextInt(4_000));
      case 5 -> "n\0n" + random.nextInt(100);
      case 6 -> "a#1#" + random.nextInt(20);
      case 7 -> "a#" + random.nextInt(20) + "b";
      case 8 -> "9".repeat(1 + random.nextInt(25));
      default -> "page " + random.nextInt(5) + "#" + random.nextInt(300);
    };
  }

  private long number() {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MAX_VALUE - random.nextInt(3);
      case 1 -> Long.MIN_VALUE + random.nextInt(3);
      case 2 -> (1L << 53) + random.nextInt(5);
      case 3 -> -random.nextInt(1_000);
      default -> random.nextInt(1_000);
    };
  }

  private List<BytesRef> oddTerms() {
    Set<BytesRef> terms = new TreeSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String key = "key" + random.nextInt(6);
      terms.add(
          switch (random.nextInt(7)) {
            case 0 -> MetadataTerms.term(key, oddId());
            case 1 -> MetadataTerms.term(key, random.nextBoolean());
            case 2 -> MetadataTerms.term(key + "fraction", random.nextInt(100) / 4.0);
            case 3 -> MetadataTerms.equal(key, (long) random.nextInt(9)).get(1);
            case 4 -> new BytesRef(oddId());
            default -> MetadataTerms.term(key, number());
          });
    }
    return List.copyOf(terms);
  }

  /** Adds documents of both kinds, some in place of others, in several segments, to both. */
  private void fill(int documents) throws IOException {
    try (IndexWriter one = writer(ours, new CollectionCodec());
        IndexWriter other = writer(lucenes, new Lucene912Codec())) {
      int line = 1;
      for (int i = 0; i < documents; i++) {
        String id = random.nextInt(3) == 0 ? oddId() : "file" + i / 20 + "#" + i % 20;
        List<BytesRef> terms = new ArrayList<>(oddTerms());
        terms.add(MetadataTerms.term("source", "file" + i / 20));
        if (random.nextInt(9) > 0) {
          line += random.nextInt(40);
          terms.add(MetadataTerms.term("line", (long) line));
        }
        for (IndexWriter writer : List.of(one, other)) {
          writer.updateDocument(new Term(ID, id), document(id, terms));
        }
        if (random.nextInt(documents / 4) == 0) {
          one.commit();
          other.commit();
        }
      }
      one.commit();
      other.commit();
    }
  }

  private void assertSame() throws IOException {
    try (CheckIndex check = new CheckIndex(ours)) {
      assertTrue(check.checkIndex().clean, "seed " + seed);
    }
    try (DirectoryReader one = DirectoryReader.open(ours);
        DirectoryReader other = DirectoryReader.open(lucenes)) {
      assertEquals(other.leaves().size(), one.leaves().size(), "seed " + seed);
      for (int i = 0; i < one.leaves().size(); i++) {
        LeafReader leaf = one.leaves().get(i).reader();
        for (String field : List.of(ID, METADATA)) {
          assertSame(leaf.terms(field), other.leaves().get(i).reader().terms(field));
        }
      }
      assertFindsTheSame(new IndexSearcher(one), new IndexSearcher(other));
    }
  }

  private static List<Integer> docs(TermsEnum terms) throws IOException {
    List<Integer> docs = new ArrayList<>();
    PostingsEnum postings = terms.postings(null, PostingsEnum.NONE);
    while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      docs.add(postings.docID());
    }
    return docs;
  }

  private void assertSame(Terms found, Terms expected) throws IOException {
    String said = "seed " + seed;
    if (expected == null) {
      assertNull(found, said);
      return;
    }
    assertEquals(expected.size(), found.size(), said);
    assertEquals(expected.getDocCount(), found.getDocCount(), said);
    assertEquals(expected.getSumDocFreq(), found.getSumDocFreq(), said);
    assertEquals(expected.getMin(), found.getMin(), said);
    assertEquals(expected.getMax(), found.getMax(), said);
    TermsEnum one = found.iterator();
    TermsEnum other = expected.iterator();
    List<BytesRef> all = new ArrayList<>();
    while (other.next() != null) {
      assertEquals(other.term(), one.next(), said);
      assertEquals(other.docFreq(), one.docFreq(), said);
      assertEquals(docs(other), docs(one), said);
      all.add(BytesRef.deepCopyOf(other.term()));
    }
    assertNull(one.next(), said);
    for (int i = 0; i < 300; i++) {
      BytesRef wanted = BytesRef.deepCopyOf(all.get(random.nextInt(all.size())));
      if (random.nextBoolean() && wanted.length > 0) {
        wanted.bytes[random.nextInt(wanted.length)] += (byte) (random.nextInt(3) - 1);
      }
      SeekStatus status = other.seekCeil(wanted);
      assertEquals(status, one.seekCeil(wanted), said);
      if (status != SeekStatus.END) {
        assertEquals(other.term(), one.term(), said);
        assertAdvances(one, docs(other));
      }
      assertEquals(status == SeekStatus.FOUND, one.seekExact(wanted), said);
    }
  }

  private void assertAdvances(TermsEnum terms, List<Integer> docs) throws IOException {
    PostingsEnum postings = terms.postings(null, PostingsEnum.NONE);
    assertEquals(-1, postings.docID());
    int target = random.nextInt(docs.get(docs.size() - 1) + 2);
    int expected =
        docs.stream().filter(doc -> doc >= target).findFirst().orElse(PostingsEnum.NO_MORE_DOCS);
    assertEquals(expected, postings.advance(target), "seed " + seed);
  }

  private void assertFindsTheSame(IndexSearcher one, IndexSearcher other) throws IOException {
    Map<String, Query> queries = new HashMap<>();
    BytesRef low = MetadataTerms.low("line", 1L);
    BytesRef high = MetadataTerms.high("line", 1L);
    for (int i = 0; i < 40; i++) {
      BytesRef some = MetadataTerms.term("line", (long) random.nextInt(20_000));
      queries.put(
          "above" + i, new TermRangeQuery(METADATA, some, high, random.nextBoolean(), false));
      queries.put("below" + i, new TermRangeQuery(METADATA, low, some, true, random.nextBoolean()));
      queries.put(
          "key" + i, new PrefixQuery(new Term(METADATA, MetadataTerms.prefix("key" + i % 6))));
    }
    for (var query : queries.entrySet()) {
      int expected = other.count(query.getValue());
      assertEquals(expected, one.count(query.getValue()), query.getKey() + ", seed " + seed);
    }
  }

  @Test
  void should_have_the_terms_that_lucenes_format_has() throws IOException {
    fill(3_000);
    assertSame();
    for (Directory directory : List.of(ours, lucenes)) {
      Codec codec = directory == ours ? new CollectionCodec() : new Lucene912Codec();
      try (IndexWriter writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig().setCodec(codec).setMergePolicy(new LogDocMergePolicy()))) {
        writer.forceMerge(1);
      }
    }
    assertSame();
  }

  @Test
  void should_take_in_what_lucenes_format_has() throws IOException {
    fill(1_000);
    Directory both = new ByteBuffersDirectory();
    try (IndexWriter writer = writer(both, new CollectionCodec())) {
      writer.addIndexes(lucenes);
      writer.addIndexes(ours);
    }
    Map<BytesRef, Integer> before = new TreeMap<>();
    try (DirectoryReader reader = DirectoryReader.open(both)) {
      assertTrue(reader.leaves().size() > 2, "seed " + seed);
      count(reader, before);
    }
    try (IndexWriter writer =
        new IndexWriter(both, new IndexWriterConfig().setCodec(new CollectionCodec()))) {
      writer.forceMerge(1);
    }
    try (DirectoryReader reader = DirectoryReader.open(both)) {
      assertEquals(1, reader.leaves().size());
      Map<BytesRef, Integer> after = new TreeMap<>();
      count(reader, after);
      assertEquals(before, after, "seed " + seed);
    }
    try (CheckIndex check = new CheckIndex(both)) {
      assertTrue(check.checkIndex().clean, "seed " + seed);
    }
  }

  /** How many documents that are not deleted have each term. */
  private static void count(DirectoryReader reader, Map<BytesRef, Integer> counts)
      throws IOException {
    for (var leaf : reader.leaves()) {
      var live = leaf.reader().getLiveDocs();
      for (String field : List.of(ID, METADATA)) {
        TermsEnum terms = leaf.reader().terms(field).iterator();
        while (terms.next() != null) {
          int alive = (int) docs(terms).stream().filter(d -> live == null || live.get(d)).count();
          if (alive > 0) {
            counts.merge(BytesRef.deepCopyOf(terms.term()), alive, Integer::sum);
          }
        }
      }
    }
  }

  @Test
  void should_keep_numbers_by_document_in_few_bytes() throws IOException {
    int documents = 20_000;
    for (Directory directory : List.of(ours, lucenes)) {
      Random lengths = new Random(seed);
      Codec codec = directory == ours ? new CollectionCodec() : new Lucene912Codec();
      try (IndexWriter writer = writer(directory, codec)) {
        int line = 0;
        for (int i = 0; i < documents; i++) {
          line = i % 15 == 0 ? 1 : line + 5 + lengths.nextInt(30);
          List<BytesRef> terms =
              List.of(
                  MetadataTerms.term("end_line", line + 20L),
                  MetadataTerms.term("start_line", (long) line),
                  MetadataTerms.term("source", "/home/somebody/manual-" + i / 15 + ".html"));
          writer.addDocument(
              document("/home/somebody/manual-" + i / 15 + ".html#" + i % 15, terms));
        }
      }
    }
    long bytes = bytes(ours);
    assertTrue(bytes < 2.5 * documents, bytes + ", seed " + seed);
    assertTrue(5 * bytes < bytes(lucenes), bytes + " and " + bytes(lucenes) + ", seed " + seed);
  }

  private static long bytes(Directory directory) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += file.matches(".*\\.(ti[mp]|tmd|doc|psm|lk[dm])") ? directory.fileLength(file) : 0;
    }
    return bytes;
  }

  @Test
  void should_notice_damage() throws IOException {
    fill(100);
    int noticed = 0;
    for (String file : ours.listAll()) {
      if (!file.matches(".*\\.lk[dm]")) {
        continue;
      }
      for (int round = 0; round < 20; round++) {
        Directory damaged = new ByteBuffersDirectory();
        long length = ours.fileLength(file);
        boolean checksum = round == 0;
        long at = checksum ? length - 1 : (long) (random.nextDouble() * length);
        boolean cut = !checksum && random.nextInt(4) == 0;
        copy(file, damaged, at, cut);
        boolean clean;
        try (CheckIndex check = new CheckIndex(damaged)) {
          clean = check.checkIndex().clean;
        }
        assertFalse(clean, file + " at " + at + ", seed " + seed);
        noticed += readAll(damaged) ? 0 : 1;
      }
    }
    assertTrue(noticed > 15, noticed + ", seed " + seed);
  }

  private void copy(String damagedFile, Directory to, long at, boolean cut) throws IOException {
    for (String file : ours.listAll()) {
      if (!file.equals(damagedFile)) {
        to.copyFrom(ours, file, file, IOContext.DEFAULT);
        continue;
      }
      try (IndexInput in = ours.openInput(file, IOContext.DEFAULT);
          IndexOutput out = to.createOutput(file, IOContext.DEFAULT)) {
        for (long i = 0; i < (cut ? at : in.length()); i++) {
          byte one = in.readByte();
          out.writeByte(i == at ? (byte) (one ^ (1 << random.nextInt(8))) : one);
        }
      }
    }
  }

  /** Whether all can be read; whatever cannot says that it is damaged. */
  private static boolean readAll(Directory directory) {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (var leaf : reader.leaves()) {
        for (String field : List.of(ID, METADATA)) {
          Terms terms = leaf.reader().terms(field);
          assertNotNull(terms);
          TermsEnum walk = terms.iterator();
          while (walk.next() != null) {
            docs(walk);
          }
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
