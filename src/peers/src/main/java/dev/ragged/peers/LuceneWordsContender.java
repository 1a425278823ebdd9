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
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

/**
 * Lucene's BM25 with its default constants, over what its English analyzer makes of text and
 * question: words without stop words, possessives and endings.
 */
final class LuceneWordsContender implements Contender {
  private static final String ID = "id";
  private static final String TEXT = "text";

  private final Path folder;
  private final Analyzer analyzer = new EnglishAnalyzer();
  private Directory directory;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  /**
   * Creates a contender; opens nothing yet.
   *
   * @param folder for its index alone
   */
  LuceneWordsContender(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "Lucene BM25 (English)";
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
        new IndexWriterConfig(analyzer).setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < passages.size(); i++) {
        Document document = new Document();
        document.add(new StoredField(ID, i));
        document.add(new TextField(TEXT, passages.get(i), Field.Store.YES));
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
    return List.of(new Variant(name(), this::search));
  }

  private Answer search(Query query, int k) throws IOException {
    long start = System.nanoTime();
    List<Integer> ids = new ArrayList<>();
    var words = new QueryBuilder(analyzer).createBooleanQuery(TEXT, query.text());
    // A question of nothing but stop words has no query.
    if (words != null) {
      StoredFields stored = searcher.storedFields();
      for (ScoreDoc hit : searcher.search(words, k).scoreDocs) {
        ids.add(stored.document(hit.doc).getField(ID).numericValue().intValue());
      }
    }
    double millis = (System.nanoTime() - start) / 1e6;
    return new Answer(ids, 0, 0, millis, 0, millis);
  }

  @Override
  public Footprint finish() throws IOException {
    close();
    Map<String, Long> bytes = FolderBytes.of(folder, file -> "lexical");
    return new Footprint(bytes, Memory.Used.IN_PROCESS.bytes(), Memory.Used.IN_PROCESS.kind());
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
