package dev.ragged.leann.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.engine.Graph;
import dev.ragged.leann.internal.engine.ScanResult;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.ByteBuffersIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The format by itself, as plain Lucene uses it. */
@Tag("random")
class LeannVectorsFormatTest {
  private static final int DIMENSION = 24;
  private static final String FIELD = "vector";

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private final Coder blind = Coder.blind(DIMENSION, 4, 7);
  private final Directory directory = new ByteBuffersDirectory();
  private final Map<String, float[]> vectors = new HashMap<>();
  private int degree;

  /** One coder for all. */
  private record Fixed(Coder coder) implements CoderSource {
    @Override
    public Coder forNewVectors(int dimension) {
      return coder;
    }

    @Override
    public byte[] codeOf(float[] vector, Coder coder) {
      return null;
    }

    @Override
    public Coder forMerge(List<Coder> sources) {
      return coder;
    }
  }

  @AfterEach
  void close() throws IOException {
    try (CheckIndex check = new CheckIndex(directory)) {
      assertTrue(check.checkIndex().clean, "seed " + seed);
    }
    directory.close();
    blind.close();
  }

  private IndexWriterConfig config(Coder coder) {
    return new IndexWriterConfig()
        .setMergeScheduler(new SerialMergeScheduler())
        .setCodec(
            new Lucene912Codec() {
              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return new LeannVectorsFormat(new Fixed(coder), (its, codes) -> degree);
              }
            });
  }

  private float[] unit() {
    float[] vector = new float[DIMENSION];
    double norm = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
      norm += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(norm);
    }
    return vector;
  }

  private void add(IndexWriter writer, int n) throws IOException {
    Document document = new Document();
    document.add(new StringField("id", "d" + n, Field.Store.YES));
    document.add(new StringField("kind", "k" + n % 4, Field.Store.NO));
    document.add(new NumericDocValuesField("order", random.nextInt(1_000)));
    if (n % 5 != 0) {
      float[] vector = unit();
      vectors.put("d" + n, vector);
      document.add(new KnnFloatVectorField(FIELD, vector, VectorSimilarityFunction.DOT_PRODUCT));
    }
    writer.updateDocument(new Term("id", "d" + n), document);
  }

  /** Every code of the index by id, and each right: that of its own vector. */
  private Map<String, List<Byte>> codes(Coder coder, boolean exact) throws IOException {
    Map<String, List<Byte>> found = new HashMap<>();
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        FloatVectorValues values = leaf.reader().getFloatVectorValues(FIELD);
        if (values == null) {
          continue;
        }
        byte[] code = new byte[coder.codeBytes()];
        byte[] expected = new byte[coder.codeBytes()];
        for (int doc = values.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = values.nextDoc()) {
          if (leaf.reader().getLiveDocs() != null && !leaf.reader().getLiveDocs().get(doc)) {
            continue;
          }
          String id = leaf.reader().storedFields().document(doc).get("id");
          ((CodedVectorValues) values).readCode(code);
          List<Byte> bytes = new ArrayList<>();
          for (byte b : code) {
            bytes.add(b);
          }
          found.put(id, bytes);
          if (exact) {
            coder.encode(vectors.get(id), expected);
            assertArrayEquals(expected, code, "seed " + seed + ", " + id);
          }
        }
      }
    }
    assertEquals(vectors.keySet(), found.keySet(), "seed " + seed);
    return found;
  }

  @Test
  void should_copy_codes_through_deletes_merges_and_sorting() throws IOException {
    for (int run = 0; run < 4; run++) {
      boolean sorted = run % 2 == 1;
      degree = run < 2 ? 0 : 8;
      vectors.clear();
      IndexWriterConfig config =
          config(blind).setOpenMode(IndexWriterConfig.OpenMode.CREATE).setMaxBufferedDocs(30);
      if (sorted) {
        config.setIndexSort(new Sort(new SortField("order", SortField.Type.LONG)));
      }
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < 200; i++) {
          add(writer, i);
        }
        for (int i = 0; i < 200; i += 3) {
          writer.deleteDocuments(new Term("id", "d" + i));
          vectors.remove("d" + i);
        }
        for (int i = 1; i < 50; i += 7) {
          vectors.remove("d" + i);
          add(writer, i);
        }
        writer.commit();
        Map<String, List<Byte>> before = codes(blind, true);
        writer.forceMerge(1);
        writer.commit();
        assertEquals(before, codes(blind, true), "seed " + seed);
      }
    }
  }

  @Test
  void should_encode_again_where_a_merge_changes_the_coder() throws IOException {
    float[] sample = new float[DIMENSION * 500];
    for (int i = 0; i < 500; i++) {
      System.arraycopy(unit(), 0, sample, i * DIMENSION, DIMENSION);
    }
    try (Coder learned = Coder.train(sample, DIMENSION, 9)) {
      try (IndexWriter writer = new IndexWriter(directory, config(blind))) {
        for (int i = 0; i < 60; i++) {
          add(writer, i);
        }
      }
      try (IndexWriter writer = new IndexWriter(directory, config(learned))) {
        writer.deleteDocuments(new Term("id", "d1")); // so that there is something to merge
        vectors.remove("d1");
        writer.forceMerge(1);
      }
      codes(learned, false);
      assertEquals(learned.id(), SegmentCoders.id(segment(directory)));
    }
  }

  @Test
  void should_search_under_a_filter_and_agree_with_a_scan_by_hand() throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config(blind))) {
      for (int i = 0; i < 150; i++) {
        add(writer, i);
      }
      writer.commit();
      writer.deleteDocuments(new Term("id", "d7"));
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      float[] target = vectors.get("d7");
      IndexSearcher searcher = new IndexSearcher(reader);
      for (int k : new int[] {1, 5, 500}) {
        ScoreDoc[] hits =
            searcher.search(
                    new KnnFloatVectorQuery(
                        FIELD, target, k, new TermQuery(new Term("kind", "k3"))),
                    k)
                .scoreDocs;
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : hits) {
          String id = reader.storedFields().document(hit.doc).get("id");
          ids.add(id);
          assertEquals(3, Integer.parseInt(id.substring(1)) % 4);
          double dot = 0;
          for (int i = 0; i < DIMENSION; i++) {
            dot += target[i] * vectors.get(id)[i];
          }
          assertEquals((1 + dot) / 2, hit.score, 0.12, "seed " + seed);
        }
        long matching =
            vectors.keySet().stream()
                .map(id -> Integer.parseInt(id.substring(1)))
                .filter(n -> n % 4 == 3 && n != 7)
                .count();
        assertEquals(Math.min(k, matching), ids.size());
      }
    }
    vectors.remove("d7");
  }

  @Test
  void should_find_a_vector_by_itself_in_each_segment() throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config(blind))) {
      for (int i = 1; i < 40; i += 5) {
        add(writer, i);
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      LeafReaderContext leaf = reader.leaves().get(0);
      LeannVectorsReader ours = ours(leaf);
      ScanResult found = ours.nearest(FIELD, vectors.get("d11"), null, 1);
      assertEquals("d11", leaf.reader().storedFields().document(found.ids()[0]).get("id"));
      assertEquals(1, found.scores()[0], 0.05);
      assertThrows(
          IllegalArgumentException.class, () -> ours.nearest("other", vectors.get("d11"), null, 1));
    }
  }

  private static LeannVectorsReader ours(LeafReaderContext leaf) {
    KnnVectorsReader reader = ((SegmentReader) leaf.reader()).getVectorReader();
    return (LeannVectorsReader)
        ((PerFieldKnnVectorsFormat.FieldsReader) reader).getFieldReader(FIELD);
  }

  /** In segments of every making: flushed, merged, sorted; with documents that have no vector. */
  @Test
  void should_find_by_a_graph_nearly_what_a_scan_finds() throws IOException {
    for (boolean sorted : new boolean[] {false, true}) {
      degree = 16;
      IndexWriterConfig config =
          config(blind).setOpenMode(IndexWriterConfig.OpenMode.CREATE).setMaxBufferedDocs(6_000);
      if (sorted) {
        config.setIndexSort(new Sort(new SortField("order", SortField.Type.LONG)));
      }
      vectors.clear();
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < 12_000; i++) {
          add(writer, i);
        }
        writer.commit();
        assertFindsByGraph(0.95, 2);
        writer.forceMerge(1);
        writer.commit();
        assertFindsByGraph(0.95, 1);
      }
    }
  }

  private void assertFindsByGraph(double share, int segments) throws IOException {
    int found = 0;
    int asked = 0;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(segments, reader.leaves().size());
      for (int q = 0; q < 20; q++) {
        float[] target = unit();
        for (LeafReaderContext leaf : reader.leaves()) {
          ScanResult near = ours(leaf).nearest(FIELD, target, null, 5);
          FloatVectorValues values = leaf.reader().getFloatVectorValues(FIELD);
          assertTrue(near.scored() < values.size(), near.scored() + " of " + values.size());
          List<Float> all = new ArrayList<>();
          VectorScorer scorer = values.scorer(target);
          Map<Integer, Float> scores = new HashMap<>();
          DocIdSetIterator docs = scorer.iterator();
          while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            all.add(scorer.score());
            scores.put(docs.docID(), scorer.score());
          }
          all.sort(Comparator.reverseOrder());
          for (int i = 0; i < near.size(); i++) {
            float score = LeannVectorsReader.luceneScore(near.scores()[i]);
            assertEquals(scores.get(near.ids()[i]), score, 1e-6, "seed " + seed);
            found += score >= all.get(4) - 1e-6 ? 1 : 0;
          }
          asked += 5;
        }
      }
    }
    assertTrue(found >= share * asked, "seed " + seed + ": " + found + " of " + asked);
  }

  @Test
  void should_refuse_a_graph_that_is_damaged_or_of_other_codes() throws IOException {
    degree = 8;
    try (IndexWriter writer = new IndexWriter(directory, config(blind))) {
      for (int i = 0; i < 40; i++) {
        add(writer, i);
      }
    }
    byte[] codes = new byte[20 * blind.codeBytes()];
    byte[] file;
    try (BytePointer rows = new BytePointer(codes);
        Graph graph = Graph.build(blind, rows, 20, 8)) {
      file = graph.toBytes();
    }
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    out.writeBytes(file, 0, file.length);
    IndexInput whole = new ByteBuffersIndexInput(out.toDataInput(), "whole");
    try (LazyGraph graph = new LazyGraph(whole, 20)) {
      assertEquals(20, graph.get().count());
    }
    CorruptIndexException other =
        assertThrows(CorruptIndexException.class, () -> new LazyGraph(whole, 21).get());
    assertTrue(other.getMessage().contains("20 nodes for 21 codes"), other.getMessage());
    IndexInput cut = whole.slice("cut", 0, file.length - 1);
    assertThrows(CorruptIndexException.class, () -> new LazyGraph(cut, 20).get());
    assertThrows(CorruptIndexException.class, () -> new LazyGraph(cut, 20).check());
  }

  private static SegmentCommitInfo segment(Directory index) throws IOException {
    SegmentInfos commit = SegmentInfos.readLatestCommit(index);
    assertEquals(1, commit.size());
    return commit.info(0);
  }

  /** Whoever copies the files that a commit names has the coders, too. */
  @Test
  void should_take_its_coder_along() throws IOException {
    for (boolean compound : new boolean[] {false, true}) {
      vectors.clear();
      try (Directory other = new ByteBuffersDirectory();
          Directory copy = new ByteBuffersDirectory();
          Coder theirs = Coder.blind(DIMENSION, 3, 11)) {
        try (IndexWriter writer =
            new IndexWriter(other, config(theirs).setUseCompoundFile(compound))) {
          add(writer, 1);
          add(writer, 2);
        }
        for (String file : SegmentInfos.readLatestCommit(other).files(true)) {
          copy.copyFrom(other, file, file, IOContext.DEFAULT);
        }
        DirectoryReader.open(copy).close();
        try (Coder taken = SegmentCoders.open(segment(copy))) {
          assertEquals(theirs.id(), taken.id());
        }
        IndexWriterConfig config =
            config(blind)
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
          add(writer, 3);
          writer.flush();
          writer.addIndexes(copy);
        }
        List<String> ids = new ArrayList<>();
        for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
          ids.add(SegmentCoders.id(segment));
          assertNull(SegmentCoders.besides(segment));
        }
        assertEquals(List.of(blind.id(), theirs.id()), ids);
        try (IndexWriter writer = new IndexWriter(directory, config(blind))) {
          writer.forceMerge(1);
        }
        codes(blind, false);
      }
    }
  }

  @Test
  void should_say_that_its_coder_is_missing_or_damaged() throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config(blind).setUseCompoundFile(false))) {
      add(writer, 1);
    }
    String file =
        SegmentInfos.readLatestCommit(directory).files(false).stream()
            .filter(name -> name.endsWith("." + SegmentCoders.EXTENSION))
            .findFirst()
            .orElseThrow();
    directory.rename(file, "kept");
    // Another directory's open coder of the same id may serve, so this one must be closed.
    assertThrows(CorruptIndexException.class, () -> DirectoryReader.open(directory).close());
    byte[] bytes;
    try (IndexInput in = directory.openInput("kept", IOContext.DEFAULT)) {
      bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
    }
    bytes[bytes.length - CodecUtil.footerLength() - 1] ^= 1;
    try (var out = directory.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length);
    }
    assertThrows(CorruptIndexException.class, () -> DirectoryReader.open(directory).close());
    try (CheckIndex check = new CheckIndex(directory)) {
      assertFalse(check.checkIndex().clean);
    }
    directory.deleteFile(file);
    directory.rename("kept", file);
  }

  @Test
  void should_refuse_to_write_without_knowing_a_coder() throws IOException {
    new IndexWriter(directory, config(blind)).close();
    assertThrows(IllegalStateException.class, () -> new LeannVectorsFormat().fieldsWriter(null));
  }
}
