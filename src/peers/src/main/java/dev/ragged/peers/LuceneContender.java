package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.FolderBytes;
import dev.ragged.eval.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Lucene's own HNSW graph over vectors that it keeps, with the texts stored beside them. */
final class LuceneContender implements Contender {
  /** Neighbours and candidates while building: Lucene's defaults. */
  private static final int CONNECTIONS = 16;

  private static final int BEAM_WIDTH = 100;

  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String VECTOR = "vector";

  /** What it keeps of vectors to search by; the float32 ones are kept beside them in any case. */
  enum Kept {
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

    Kept(String text, KnnVectorsFormat format) {
      this.text = text;
      this.format = format;
    }
  }

  private final Path folder;
  private final Kept kept;
  private final int candidates;
  private Directory directory;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  /**
   * Prepares.
   *
   * @param folder of its own
   * @param candidates that a search of the graph collects
   */
  LuceneContender(Path folder, Kept kept, int candidates) {
    this.folder = folder;
    this.kept = kept;
    this.candidates = candidates;
  }

  @Override
  public String name() {
    return "Lucene HNSW " + kept.text;
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
            // A file a kind, so that its bytes can be told.
            .setUseCompoundFile(false)
            .setCodec(
                new Lucene912Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return kept.format;
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
    return List.of(new Variant(name(), this::ask));
  }

  private Found ask(Asked question, int k) throws IOException {
    long start = System.nanoTime();
    var query = new KnnFloatVectorQuery(VECTOR, question.vector(), Math.max(k, candidates));
    List<Integer> ids = new ArrayList<>();
    StoredFields stored = searcher.storedFields();
    for (ScoreDoc hit : searcher.search(query, k).scoreDocs) {
      // With its text, since that is what was asked for.
      ids.add(stored.document(hit.doc).getField(ID).numericValue().intValue());
    }
    return Found.byVector(question, ids, (System.nanoTime() - start) / 1e6);
  }

  @Override
  public Footprint finish() throws IOException {
    close();
    Map<String, Long> bytes = FolderBytes.of(folder, LuceneContender::kind);
    return new Footprint(bytes, Memory.Used.INSIDE.bytes(), Memory.Used.INSIDE.kind());
  }

  private static String kind(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return switch (extension) {
      case "vec", "vemf", "vex", "vem", "veq", "vemq" -> "vectors";
      case "fdt", "fdx", "fdm" -> "text";
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
