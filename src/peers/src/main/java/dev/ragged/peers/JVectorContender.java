package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.FolderBytes;
import dev.ragged.eval.Memory;
import dev.ragged.spi.DataFolders;
import io.github.jbellis.jvector.disk.BufferedRandomAccessWriter;
import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.DefaultVectorizationProvider;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ForkJoinPool;

/**
 * JVector as its documentation recommends for data larger than memory: a graph on disk that
 * includes the vectors, and product codes in memory. A search follows the codes and rescores the
 * best candidates with the vectors. Passage texts are not stored.
 */
final class JVectorContender implements Contender {
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  /** Graph settings as in JVector's examples. */
  private static final int MAX_DEGREE = 16;

  private static final int BEAM_WIDTH = 100;
  private static final float NEIGHBOR_OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  /** Dimensions encoded in each byte of a product code. */
  private static final int DIMENSIONS_PER_BYTE = 8;

  private static final int CLUSTERS = 256;

  private final Path folder;
  private final int candidates;
  private ReaderSupplier file;
  private OnDiskGraphIndex graph;
  private GraphSearcher searcher;
  private PQVectors codes;

  /**
   * Creates a contender; opens nothing yet.
   *
   * @param folder for its index alone
   * @param candidates how many a graph search collects
   */
  JVectorContender(Path folder, int candidates) {
    this.folder = folder;
    this.candidates = candidates;
  }

  @Override
  public String name() {
    return "JVector";
  }

  @Override
  public String version() {
    Properties properties = new Properties();
    try (InputStream in =
        GraphSearcher.class.getResourceAsStream(
            "/META-INF/maven/io.github.jbellis/jvector-base/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean isScalar = VectorizationProvider.getInstance() instanceof DefaultVectorizationProvider;
    return "JVector "
        + properties.getProperty("version")
        + (isScalar ? " without the Vector API" : "");
  }

  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    DataFolders.create(folder);
    Path graphFile = folder.resolve("graph");
    Path codesFile = folder.resolve("codes");
    long start = System.nanoTime();
    int dimension = vectors.get(0).length;
    List<VectorFloat<?>> rows = new ArrayList<>();
    vectors.forEach(vector -> rows.add(VECTORS.createFloatVector(vector)));
    RandomAccessVectorValues values = new ListRandomAccessVectorValues(rows, dimension);
    try (var builder =
            new GraphIndexBuilder(
                values, SIMILARITY, MAX_DEGREE, BEAM_WIDTH, NEIGHBOR_OVERFLOW, ALPHA, true);
        ImmutableGraphIndex built = builder.build(values)) {
      OnDiskGraphIndex.write(built, values, graphFile);
    }
    int codeBytes = (dimension + DIMENSIONS_PER_BYTE - 1) / DIMENSIONS_PER_BYTE;
    int clusters = Math.min(CLUSTERS, rows.size());
    codes =
        ProductQuantization.compute(values, codeBytes, clusters, false)
            .encodeAll(values, ForkJoinPool.commonPool());
    try (var out = new BufferedRandomAccessWriter(codesFile)) {
      codes.write(out, OnDiskGraphIndex.CURRENT_VERSION);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    file = ReaderSupplierFactory.open(graphFile);
    graph = OnDiskGraphIndex.load(file);
    searcher = new GraphSearcher(graph);
    return seconds;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), (query, k) -> search(query, k, candidates)));
  }

  @Override
  public List<Variant> efforts() {
    return Candidates.efforts("%d candidates, rescored", this::search);
  }

  private Answer search(Query query, int k, int candidates) {
    long start = System.nanoTime();
    VectorFloat<?> vector = VECTORS.createFloatVector(query.vector());
    var view = (OnDiskGraphIndex.View) searcher.getView();
    var scores =
        new DefaultSearchScoreProvider(
            codes.precomputedScoreFunctionFor(vector, SIMILARITY),
            view.rerankerFor(vector, SIMILARITY));
    NodeScore[] nodes =
        searcher.search(scores, k, Math.max(k, candidates), 0, 0, Bits.ALL).getNodes();
    List<Integer> ids = Arrays.stream(nodes).map(node -> node.node).toList();
    return Answer.byVector(query, ids, (System.nanoTime() - start) / 1e6);
  }

  @Override
  public Footprint finish() throws IOException {
    close();
    Map<String, Long> bytes = FolderBytes.of(folder, path -> "vectors");
    return new Footprint(bytes, Memory.Used.IN_PROCESS.bytes(), Memory.Used.IN_PROCESS.kind());
  }

  @Override
  public void close() {
    try {
      if (searcher != null) {
        searcher.close();
        graph.close();
        file.close();
        searcher = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
