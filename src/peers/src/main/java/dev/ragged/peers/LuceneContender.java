package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.FolderBytes;
import dev.ragged.eval.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

/** Lucene's HNSW graph over stored vectors, with the texts stored beside them. */
final class LuceneContender implements Contender {
  /** Lucene's defaults for neighbours and for candidates while building. */
  private static final int CONNECTIONS = 16;

  private static final int BEAM_WIDTH = 100;

  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";

  /** How vectors are encoded for searching; the float32 vectors are always stored as well. */
  enum Encoding {
    FLOAT32("float32", new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM_WIDTH)),
    INT7(
        "int7",
        new Lucene99HnswScalarQuantizedVectorsFormat(
            CONNECTIONS, BEAM_WIDTH, 1, 7, false, null, null)),
    INT4(
        "int4",
        new Lucene99HnswScalarQuantizedVectorsFormat(
            CONNECTIONS, BEAM_WIDTH, 1, 4, true, 0f, null));

    private final String text;
    private final KnnVectorsFormat format;

    /** Whether codes alone would rank too roughly, whatever the number of candidates. */
    boolean isRough() {
      return this != FLOAT32;
    }

    Encoding(String text, KnnVectorsFormat format) {
      this.text = text;
      this.format = format;
    }
  }

  private final Path folder;
  private final Encoding encoding;
  private final int candidates;
  private Directory directory;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  /**
   * Creates a contender; opens nothing yet.
   *
   * @param folder for its index alone
   * @param candidates how many a graph search collects
   */
  LuceneContender(Path folder, Encoding encoding, int candidates) {
    this.folder = folder;
    this.encoding = encoding;
    this.candidates = candidates;
  }

  @Override
  public String name() {
    return "Lucene HNSW " + encoding.text;
  }

  @Override
  public String version() {
    return "Lucene " + Version.LATEST;
  }

  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    directory = FSDirectory.open(folder);
    long start = System.nanoTime();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            // One file per kind of data, so that each can be counted.
            .setUseCompoundFile(false)
            .setCodec(
                new Lucene912Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return encoding.format;
                  }
                });
    config.getMergePolicy().setNoCFSRatio(0);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < passages.size(); i++) {
        Document document = new Document();
        document.add(new StoredField(ID, i));
        document.add(new StoredField(TEXT, passages.get(i)));
        document.add(
            new KnnFloatVectorField(VECTOR, vectors.get(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    return seconds;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), (query, k) -> search(query, k, candidates, false)));
  }

  /** With codes, the stored float32 vectors rank the candidates again. */
  @Override
  public List<Variant> efforts() {
    return Candidates.efforts(
        encoding.isRough() ? "%d candidates, rescored" : "%d candidates",
        (query, k, n) -> search(query, k, n, encoding.isRough()));
  }

  private Answer search(Query query, int k, int candidates, boolean rescored) throws IOException {
    long start = System.nanoTime();
    int wanted = Math.max(k, candidates);
    var nearest = new KnnFloatVectorQuery(VECTOR, query.vector(), wanted);
    ScoreDoc[] hits = searcher.search(nearest, rescored ? wanted : k).scoreDocs;
    List<Integer> ids = new ArrayList<>();
    StoredFields stored = searcher.storedFields();
    for (ScoreDoc hit : rescored ? rescored(hits, query.vector(), k) : List.of(hits)) {
      // Loads the text too, since users want it.
      ids.add(stored.document(hit.doc).getField(ID).numericValue().intValue());
    }
    return Answer.byVector(query, ids, (System.nanoTime() - start) / 1e6);
  }

  /** The best by their vectors; this version of Lucene has no such query. */
  private List<ScoreDoc> rescored(ScoreDoc[] hits, float[] vector, int k) throws IOException {
    // There is one segment, so documents are numbered as in the index.
    FloatVectorValues vectors = reader.leaves().get(0).reader().getFloatVectorValues(VECTOR);
    ScoreDoc[] ascending = hits.clone();
    Arrays.sort(ascending, Comparator.comparingInt(hit -> hit.doc));
    List<ScoreDoc> scored = new ArrayList<>();
    for (ScoreDoc hit : ascending) {
      vectors.advance(hit.doc);
      float score = VectorSimilarityFunction.DOT_PRODUCT.compare(vector, vectors.vectorValue());
      scored.add(new ScoreDoc(hit.doc, score));
    }
    scored.sort(Comparator.comparing(hit -> -hit.score));
    return scored.subList(0, Math.min(k, scored.size()));
  }

  @Override
  public Footprint finish() throws IOException {
    close();
    Map<String, Long> bytes = FolderBytes.of(folder, LuceneContender::kind);
    return new Footprint(bytes, Memory.Used.IN_PROCESS.bytes(), Memory.Used.IN_PROCESS.kind());
  }

  private static String kind(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return switch (extension) {
      case "vec", "vemf", "vex", "vem", "veq", "vemq" -> "vectors";
      case "fdt", "fdx", "fdm", "fdd" -> "text";
      default -> "other";
    };
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
        directory.close();
        reader = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
