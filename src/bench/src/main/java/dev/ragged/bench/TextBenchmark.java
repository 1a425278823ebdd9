package dev.ragged.bench;

import com.github.luben.zstd.Zstd;
import dev.ragged.CollectionSpec;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.storage.CollectionCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * Measures the stored text of a collection, and how other compressors would do: share of the raw
 * text, and CPU time to write it and to read 25 random passages. Nothing is embedded; the vectors
 * are random, seeded by a hash of the text.
 *
 * <p>Usage: {@code TextBenchmark WORK_FOLDER PATH...}; prints Markdown tables.
 */
public final class TextBenchmark {
  private static final String COLLECTION = "text";
  private static final int BATCH = 1_024;
  private static final int PASSAGES_READ = 25;
  private static final int ROUNDS = 20;

  /** Compressors are compared on one chunk out of this many. */
  private static final int SAMPLING = 4;

  private TextBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    List<Path> paths = Arrays.stream(args).skip(1).map(Path::of).toList();
    double raw = collect(work, paths);
    List<Document> documents = documents(work.resolve(COLLECTION).resolve("index"));

    System.out.println();
    System.out.println(
        "| stored fields | text | ids, metadata | MB/s of CPU time, including merges | 25 passages, ms |");
    System.out.println("| --- | --- | --- | --- | --- |");
    store(work, "Lucene, for speed", new Lucene912Codec(), documents, raw);
    Codec best = new Lucene912Codec(Lucene912Codec.Mode.BEST_COMPRESSION);
    store(work, "Lucene, for size", best, documents, raw);
    store(work, "as in collections", new CollectionCodec(), documents, raw);

    System.out.println();
    System.out.println(
        "| text alone in chunks | kB | of the raw text | MB/s of CPU time | 25 chunks, ms |");
    System.out.println("| --- | --- | --- | --- | --- |");
    byte[] texts = texts(documents);
    for (int chunk : new int[] {64, 256, 512, 768, 1_024}) {
      compress("deflate, level 9", new Deflate(), texts, chunk, raw);
      compress("xz, level 6", new Xz(), texts, chunk, raw);
      for (int level : new int[] {3, 12, 17, 19}) {
        compress("zstd, level " + level, new Zstandard(level), texts, chunk, raw);
      }
    }
  }

  private static double collect(Path work, List<Path> paths) throws IOException {
    try (OnnxEmbedder model = OnnxEmbedder.bundled();
        VectorStore store = LeannVectorStore.open(work, new HashedVectors(model))) {
      store.drop(COLLECTION);
      try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
        Indexing.ingester(collection, model).add(paths);
      }
      try (VectorCollection collection = store.open(COLLECTION)) {
        StorageStats stats = collection.stats();
        double raw = stats.rawTextBytes();
        System.out.println("| collection | bytes | of the raw text |");
        System.out.println("| --- | --- | --- |");
        System.out.printf(Locale.ROOT, "| raw text | %,.0f | |%n", raw);
        row("bytes.text", stats.bytes().text(), raw);
        row("bytes.ids_metadata", stats.bytes().idsMetadata(), raw);
        row("bytes.vectors", stats.bytes().vectors(), raw);
        row("bytes.lexical", stats.bytes().lexical(), raw);
        row("all but lexical", stats.bytes().total() - stats.bytes().lexical(), raw);
        return raw;
      }
    }
  }

  private static void row(String what, long bytes, double raw) {
    System.out.printf(Locale.ROOT, "| %s | %,d | %.2f %% |%n", what, bytes, 100 * bytes / raw);
  }

  /** The stored fields of each passage, in the index's order. */
  private static List<Document> documents(Path index) throws IOException {
    List<Document> documents = new ArrayList<>();
    try (Directory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      StoredFields stored = reader.storedFields();
      for (int doc = 0; doc < reader.maxDoc(); doc++) {
        Document document = new Document();
        for (IndexableField field : stored.document(doc)) {
          document.add(new StoredField(field.name(), field.stringValue()));
        }
        documents.add(document);
      }
    }
    return documents;
  }

  private static byte[] texts(List<Document> documents) {
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    documents.forEach(d -> texts.writeBytes(d.get("text").getBytes(StandardCharsets.UTF_8)));
    return texts.toByteArray();
  }

  private static void store(
      Path work, String name, Codec codec, List<Document> documents, double raw)
      throws IOException {
    long characters = documents.stream().mapToLong(d -> d.get("text").length()).sum();
    try (Directory directory = FSDirectory.open(work.resolve("stored"))) {
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
              .setMergeScheduler(new SerialMergeScheduler())
              .setUseCompoundFile(false)
              .setCodec(codec);
      long start = cpuNanos();
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int from = 0; from < documents.size(); from += BATCH) {
          writer.addDocuments(documents.subList(from, Math.min(documents.size(), from + BATCH)));
          writer.commit();
        }
        writer.forceMerge(1);
      }
      double seconds = (cpuNanos() - start) / 1e9;
      long text = 0;
      long fields = 0;
      for (String file : directory.listAll()) {
        if (file.matches(".*\\.fd[tmxd]")) {
          boolean others = file.contains("_fields.");
          fields += others ? directory.fileLength(file) : 0;
          text += others ? 0 : directory.fileLength(file);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f %% | %.2f %% | %.1f | %.1f |%n",
          name,
          100 * text / raw,
          100 * fields / raw,
          characters / 1e6 / seconds,
          readMillis(directory));
    }
  }

  private static double readMillis(Directory directory) throws IOException {
    Random random = new Random(1);
    double best = Double.MAX_VALUE;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = cpuNanos();
        StoredFields stored = reader.storedFields();
        for (int i = 0; i < PASSAGES_READ; i++) {
          stored.document(random.nextInt(reader.maxDoc()), Set.of("text"));
        }
        best = Math.min(best, (cpuNanos() - start) / 1e6);
      }
    }
    return best;
  }

  /**
   * The CPU time of this thread, which does all the work; other load on the machine hardly matters.
   */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private interface Compression {
    byte[] compress(byte[] chunk) throws IOException;

    int decompress(byte[] compressed, byte[] into) throws IOException;
  }

  private record Zstandard(int level) implements Compression {
    @Override
    public byte[] compress(byte[] chunk) {
      return Zstd.compress(chunk, level);
    }

    @Override
    public int decompress(byte[] compressed, byte[] into) {
      return (int) Zstd.decompress(into, compressed);
    }
  }

  private record Deflate() implements Compression {
    @Override
    public byte[] compress(byte[] chunk) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
      try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
        out.write(chunk);
      } finally {
        deflater.end();
      }
      return bytes.toByteArray();
    }

    @Override
    public int decompress(byte[] compressed, byte[] into) throws IOException {
      try (var in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
        return in.readNBytes(into, 0, into.length);
      }
    }
  }

  private record Xz() implements Compression {
    @Override
    public byte[] compress(byte[] chunk) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      LZMA2Options options = new LZMA2Options();
      options.setDictSize(Math.max(LZMA2Options.DICT_SIZE_MIN, chunk.length));
      try (OutputStream out = new XZOutputStream(bytes, options)) {
        out.write(chunk);
      }
      return bytes.toByteArray();
    }

    @Override
    public int decompress(byte[] compressed, byte[] into) throws IOException {
      try (var in = new XZInputStream(new ByteArrayInputStream(compressed))) {
        return in.readNBytes(into, 0, into.length);
      }
    }
  }

  private static void compress(
      String name, Compression compression, byte[] texts, int kilobytes, double raw)
      throws IOException {
    int size = kilobytes << 10;
    List<byte[]> chunks = new ArrayList<>();
    long plain = 0;
    long compressed = 0;
    long start = cpuNanos();
    for (int from = 0; from < texts.length; from += SAMPLING * size) {
      byte[] chunk = Arrays.copyOfRange(texts, from, Math.min(texts.length, from + size));
      chunks.add(compression.compress(chunk));
      plain += chunk.length;
      compressed += chunks.get(chunks.size() - 1).length;
    }
    double seconds = (cpuNanos() - start) / 1e9;
    byte[] into = new byte[size];
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      start = cpuNanos();
      for (byte[] chunk : chunks) {
        compression.decompress(chunk, into);
      }
      best = Math.min(best, (cpuNanos() - start) / 1e6 / chunks.size());
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.2f %% | %.1f | %.1f |%n",
        name,
        kilobytes,
        100.0 * compressed / plain * texts.length / raw,
        plain / 1e6 / seconds,
        PASSAGES_READ * best);
  }
}
