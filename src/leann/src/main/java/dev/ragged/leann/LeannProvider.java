package dev.ragged.leann;

import dev.ragged.SearchRequest;
import dev.ragged.leann.internal.storage.GraphDegree;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import java.util.List;

/** Offers LEANN. Uses no class of Lucene or of the engine, which may be missing. */
public final class LeannProvider implements BackendProvider {
  /** The backend's name in flags, JSON and configuration. */
  public static final String ID = "leann";

  private static final String GRAPH_DEGREE = "leann.graph_degree";
  private static final String BYTES_PER_VECTOR = "leann.bytes_per_vector";
  private static final String CACHE_MEGABYTES = "leann.cache_megabytes";

  /** Some 150,000 vectors of the bundled model. */
  private static final String SERVER_CACHE_MEGABYTES = "64";

  private static final int MAX_CACHE_MEGABYTES = 1_000_000;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "LEANN";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.of(
                "leann.search_complexity",
                "maximum number of passages to re-embed for a question; where vectors are kept,"
                    + " the number of candidates to look at")
            .withVariable("RAGGED_SEARCH_COMPLEXITY")
            .withFlag("--search-complexity", "N")
            .withDefault("" + SearchRequest.DEFAULT_SEARCH_COMPLEXITY),
        SettingSpec.of(
                GRAPH_DEGREE,
                "neighbours of a passage (HNSW's M) in the graph that a new collection keeps besides"
                    + " its codes, 2 to 512; `0` for no graph")
            .withVariable("RAGGED_GRAPH_DEGREE")
            .withDefault("0"),
        SettingSpec.of(
                BYTES_PER_VECTOR,
                "bytes that a vector takes in a new collection, 13 up to a byte per value, or a"
                    + " name: "
                    + String.join(", ", BytesPerVector.names())
                    + "; fewer make a smaller index, more make faster answers; `auto` takes few,"
                    + " or with a model on a server a byte per value, so that no search asks it"
                    + " for passages again")
            .withVariable("RAGGED_BYTES_PER_VECTOR")
            .withFlag("--bytes-per-vector", "N")
            .withDefault(BytesPerVector.AUTO.text()),
        SettingSpec.of(
                CACHE_MEGABYTES,
                "memory for the vectors that searches make, so that a running process need not make"
                    + " them again, in MiB; `0` for none")
            .withVariable("RAGGED_CACHE_MEGABYTES")
            .withComputedDefault("64 in a server, else 0"));
  }

  @Override
  public Backend configure(SettingValues values) {
    return new LeannBackend(
        values.dataDir().resolve(ID),
        LeannOptions.defaults()
            .withGraphDegree(graphDegree(values))
            .withBytesPerVector(bytesPerVector(values))
            .withCacheBytes(cacheBytes(values)));
  }

  private static long cacheBytes(SettingValues values) {
    String set = values.text(CACHE_MEGABYTES);
    String text = set != null ? set : values.longLived() ? SERVER_CACHE_MEGABYTES : "0";
    if (text.matches("[0-9]{1,7}") && Integer.parseInt(text) <= MAX_CACHE_MEGABYTES) {
      return Long.parseLong(text) << 20;
    }
    throw values.invalid(
        CACHE_MEGABYTES,
        "The megabytes of the cache must be between 0 and "
            + MAX_CACHE_MEGABYTES
            + ", got '"
            + text
            + "'");
  }

  private static BytesPerVector bytesPerVector(SettingValues values) {
    try {
      return new BytesPerVector(values.text(BYTES_PER_VECTOR));
    } catch (IllegalArgumentException e) {
      String sentence = e.getMessage();
      throw values.invalid(BYTES_PER_VECTOR, sentence.substring(0, sentence.length() - 1));
    }
  }

  private static int graphDegree(SettingValues values) {
    String text = values.text(GRAPH_DEGREE);
    try {
      return GraphDegree.check(Integer.parseInt(text));
    } catch (IllegalArgumentException e) {
      throw values.invalid(
          GRAPH_DEGREE,
          "The degree of a graph must be between "
              + LeannOptions.MIN_DEGREE
              + " and "
              + LeannOptions.MAX_DEGREE
              + ", or 0 for no graph, got '"
              + text
              + "'");
    }
  }
}
