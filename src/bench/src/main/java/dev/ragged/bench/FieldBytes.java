package dev.ragged.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.CollectionSpec;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.storage.CollectionCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Measures what each field of a collection takes on disk, a passage, and what becomes of it by each
 * key of the metadata. What one field or key takes is the size of an index with nothing else.
 *
 * <p>Usage: {@code FieldBytes WORK_FOLDER PATH...} adds documents with vectors that are random and
 * compacts; {@code FieldBytes COLLECTION_FOLDER} measures a collection. Prints Markdown tables.
 */
public final class FieldBytes {
  private static final String COLLECTION = "fields";
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String METADATA = "metadata";
  private static final String STORED_METADATA = "metadata_json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DirectoryReader reader;

  private FieldBytes(DirectoryReader reader) {
    this.reader = reader;
  }

  public static void main(String[] args) throws IOException {
    Path collection = Path.of(args[0]);
    if (args.length > 1) {
      collect(collection, Arrays.stream(args).skip(1).map(Path::of).toList());
      collection = collection.resolve(COLLECTION);
    }
    try (Directory directory = FSDirectory.open(collection.resolve("index"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      new FieldBytes(reader).print();
    }
  }

  private static void collect(Path work, List<Path> paths) throws IOException {
    try (OnnxEmbedder model = OnnxEmbedder.bundled();
        VectorStore store = LeannVectorStore.open(work, new HashedVectors(model))) {
      store.drop(COLLECTION);
      try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
        Indexing.ingester(collection, model).add(paths);
        collection.compact();
      }
      try (VectorCollection collection = store.open(COLLECTION)) {
        StorageStats stats = collection.stats();
        double passages = stats.passages();
        System.out.printf(
            Locale.ROOT,
            "%,d passages, %.1f bytes of text each%n%n| kind | bytes a passage | of the raw text |%n"
                + "| --- | --- | --- |%n",
            stats.passages(),
            stats.rawTextBytes() / passages);
        Map<String, Long> kinds = new TreeMap<>();
        kinds.put("text", stats.bytes().text());
        kinds.put("vectors", stats.bytes().vectors());
        kinds.put("lexical", stats.bytes().lexical());
        kinds.put("ids_metadata", stats.bytes().idsMetadata());
        kinds.put("other", stats.bytes().other());
        kinds.forEach(
            (kind, bytes) ->
                System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f %% |%n",
                    kind,
                    bytes / passages,
                    100.0 * bytes / stats.rawTextBytes()));
        System.out.println();
      }
    }
  }

  private void print() throws IOException {
    System.out.println("| field | different terms | terms, bytes a passage | postings | norms |");
    System.out.println("| --- | --- | --- | --- | --- |");
    terms(ID, ID, new BytesRef());
    terms(TEXT, TEXT, new BytesRef());
    terms(METADATA, METADATA, new BytesRef());
    TreeSet<String> keys = new TreeSet<>();
    double idAlone =
        stored(
            json -> {
              keys.addAll(fieldNames(json));
              return null;
            });
    for (String key : keys) {
      terms("metadata: " + key, METADATA, new BytesRef(key + "\0"));
    }
    System.out.println();
    System.out.println("| stored fields | bytes a passage |");
    System.out.println("| --- | --- |");
    row("id and metadata", stored(json -> json));
    row("id alone", idAlone);
    for (String key : keys) {
      row("id and " + key, stored(json -> json.deepCopy().retain(key)));
      row("all but " + key, stored(json -> json.deepCopy().without(key)));
    }
  }

  private static TreeSet<String> fieldNames(ObjectNode json) {
    TreeSet<String> names = new TreeSet<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void row(String name, double bytes) {
    System.out.printf(Locale.ROOT, "| %s | %.2f |%n", name, bytes);
  }

  /** Prints a row for the terms of a field that begin with something. */
  private void terms(String name, String field, BytesRef prefix) throws IOException {
    Terms all = MultiTerms.getTerms(reader, field);
    if (all == null) {
      return;
    }
    long different = 0;
    long pairs = 0;
    TermsEnum walk = all.iterator();
    for (BytesRef term = walk.next(); term != null; term = walk.next()) {
      if (StringHelper.startsWith(term, prefix)) {
        different++;
        pairs += walk.docFreq();
      }
    }
    try (Directory scratch = new ByteBuffersDirectory()) {
      IndexWriterConfig config = config();
      try (IndexWriter writer = new IndexWriter(scratch, config)) {
        for (var leaf : reader.leaves()) {
          writer.addIndexes(
              SlowCodecReaderWrapper.wrap(new OneField(leaf.reader(), field, prefix)));
        }
        writer.forceMerge(1);
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d (%,d passages) | %.2f | %.2f | %.2f |%n",
          name,
          different,
          pairs,
          bytes(scratch, "ti[mp]|tmd|lk[dm]"),
          bytes(scratch, "doc|psm|pos|pay"),
          bytes(scratch, "nv[dm]"));
    }
  }

  private static IndexWriterConfig config() {
    return new IndexWriterConfig()
        .setUseCompoundFile(false)
        .setMergeScheduler(new SerialMergeScheduler())
        .setCodec(new CollectionCodec());
  }

  private double bytes(Directory directory, String extensions) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += file.matches(".*\\.(" + extensions + ")") ? directory.fileLength(file) : 0;
    }
    return (double) bytes / reader.numDocs();
  }

  /** What ids and some of the metadata take as stored fields. */
  private double stored(Function<ObjectNode, ObjectNode> change) throws IOException {
    try (Directory scratch = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(scratch, config())) {
        StoredFields stored = reader.storedFields();
        for (int doc = 0; doc < reader.maxDoc(); doc++) {
          Document whole = stored.document(doc, Set.of(ID, STORED_METADATA));
          Document document = new Document();
          document.add(new StoredField(ID, whole.get(ID)));
          String json = whole.get(STORED_METADATA);
          ObjectNode kept = json == null ? null : change.apply((ObjectNode) JSON.readTree(json));
          if (kept != null && !kept.isEmpty()) {
            document.add(new StoredField(STORED_METADATA, kept.toString()));
          }
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      return bytes(scratch, "fd[tmx]");
    }
  }
}
