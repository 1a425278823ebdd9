import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Searches vectors with Lucene 10's binary quantized format, one bit per value; the stored float32
 * vectors rank the candidates again. Takes the same arguments and lines as vectors_in_python.py.
 * Needs Java 21 or later, which runs this file as it is, and Lucene's jar on the class path.
 */
public final class LuceneBinary {
  private static final String VECTOR = "vector";
  private static final int CONNECTIONS = 16;
  private static final int BEAM_WIDTH = 100;
  private static final int[] LADDER = {
    3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024, 2048
  };

  private LuceneBinary() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    int dimension = Integer.parseInt(args[3]);
    int count = Integer.parseInt(args[4]);
    int candidates = Integer.parseInt(args[5]);
    float[][] vectors = read(file, Long.parseLong(args[2]), dimension, count);
    long start = System.nanoTime();
    try (Directory directory = FSDirectory.open(Path.of(args[6]))) {
      write(directory, vectors);
      double seconds = (System.nanoTime() - start) / 1e9;
      String efforts =
          IntStream.of(LADDER)
              .mapToObj(n -> "\"" + n + " candidates, rescored\"")
              .collect(Collectors.joining(", "));
      System.out.printf(
          Locale.ROOT,
          "{\"version\": \"Lucene %s on Java %d\", \"seconds\": %s, \"efforts\": [%s]}%n",
          Version.LATEST,
          Runtime.version().feature(),
          seconds,
          efforts);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        answer(new IndexSearcher(reader), candidates);
      }
    }
  }

  private static float[][] read(Path file, long header, int dimension, int count)
      throws Exception {
    float[][] vectors = new float[count][dimension];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
        FileChannel channel = in.getChannel()) {
      long bytes = (long) count * dimension * Float.BYTES;
      ByteBuffer values = channel.map(FileChannel.MapMode.READ_ONLY, header, bytes);
      values.order(ByteOrder.LITTLE_ENDIAN);
      for (float[] vector : vectors) {
        for (int i = 0; i < dimension; i++) {
          vector[i] = values.getFloat();
        }
      }
    }
    return vectors;
  }

  private static void write(Directory directory, float[][] vectors) throws Exception {
    KnnVectorsFormat format =
        new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE, CONNECTIONS, BEAM_WIDTH);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setMergePolicy(new LogDocMergePolicy()) // others merge segments in any order
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return format;
                  }
                });
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (float[] vector : vectors) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  /** Documents are numbered as they were added: segments are merged in order. */
  private static void answer(IndexSearcher searcher, int usual) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] values = found(line, "vector\":\\[([^\\]]*)\\]").split(",");
      float[] vector = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        vector[i] = Float.parseFloat(values[i]);
      }
      int k = Integer.parseInt(found(line, "k\":(\\d+)"));
      int effort = Integer.parseInt(found(line, "effort\":(-?\\d+)"));
      int wanted = Math.max(k, effort < 0 ? usual : LADDER[effort]);
      long start = System.nanoTime();
      Query nearest = new KnnFloatVectorQuery(VECTOR, vector, wanted);
      Query rescored =
          RescoreTopNQuery.createFullPrecisionRescorerQuery(nearest, vector, VECTOR, wanted);
      List<Integer> ids = new ArrayList<>();
      for (ScoreDoc hit : searcher.search(rescored, k).scoreDocs) {
        ids.add(hit.doc);
      }
      double millis = (System.nanoTime() - start) / 1e6;
      System.out.println("{\"ids\": " + ids + ", \"ms\": " + millis + "}");
    }
  }

  private static String found(String line, String pattern) {
    Matcher matcher = Pattern.compile("\"" + pattern).matcher(line);
    if (!matcher.find()) {
      throw new IllegalArgumentException("Not a question: " + line);
    }
    return matcher.group(1);
  }
}
