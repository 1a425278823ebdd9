package dev.ragged.leann.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.leann.internal.engine.Graph;
import dev.ragged.leann.internal.engine.ScanResult;
import dev.ragged.leann.internal.engine.Walk;
import dev.ragged.spi.ForeignIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An HNSW index of the Python package LEANN, searched in place. Safe for use by several threads.
 *
 * <p>It consists of files in one folder, named after its {@code index_path}: {@code
 * x.leann.meta.json}, {@code x.leann.passages.jsonl}, {@code x.leann.passages.idx}, {@code
 * x.index}, {@code x.ids.txt}.
 */
public final class UpstreamIndex implements ForeignIndex {
  private static final String META = ".meta.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final String model;
  private final Metric metric;
  private final Graph graph;
  private final UpstreamPassages passages;
  private final List<String> ids;
  private final HubVectors hubs;

  private UpstreamIndex(
      Path path,
      String model,
      Metric metric,
      Graph graph,
      UpstreamPassages passages,
      List<String> ids,
      HubVectors hubs) {
    this.path = path;
    this.model = model;
    this.metric = metric;
    this.graph = graph;
    this.passages = passages;
    this.ids = ids;
    this.hubs = hubs;
  }

  /**
   * Opens an index, without a cache of vectors.
   *
   * @param path as Python takes it ({@code .../x.leann}), or its {@code .meta.json}
   * @return the index, to be closed
   * @throws RaggedException if a file is missing, damaged or of an unsupported kind
   */
  public static UpstreamIndex open(Path path) {
    return open(path, 0);
  }

  /**
   * Opens an index.
   *
   * @param path as Python takes it ({@code .../x.leann}), or its {@code .meta.json}
   * @param cacheBytes memory for caching the vectors of hubs across searches
   * @return the index, to be closed
   * @throws RaggedException if a file is missing, damaged or of an unsupported kind
   */
  public static UpstreamIndex open(Path path, long cacheBytes) {
    if (path.getFileName() == null) {
      throw unfit(path, "is not an index; name one as Python does, such as 'documents.leann'");
    }
    String name = path.getFileName().toString();
    Path index =
        name.endsWith(META)
            ? path.resolveSibling(name.substring(0, name.length() - META.length()))
            : path;
    UpstreamPassages passages = null;
    Graph graph = null;
    boolean success = false;
    try {
      JsonNode meta = meta(index);
      passages = passages(index, meta);
      graph = graph(index);
      UpstreamIndex opened =
          new UpstreamIndex(
              index,
              meta.path("embedding_model").asText(),
              metric(index, meta, graph),
              graph,
              passages,
              ids(index, graph, passages),
              new HubVectors(graph, cacheBytes));
      success = true;
      return opened;
    } catch (IOException e) {
      throw new RaggedException("Cannot read " + index + ": " + e.getMessage() + ".", e);
    } finally {
      if (!success) {
        close(graph, passages);
      }
    }
  }

  private static Path sibling(Path index, String suffix) {
    return index.resolveSibling(index.getFileName() + suffix);
  }

  /** Like Python's {@code Path.stem}: some files of an index lose the last suffix. */
  private static Path stem(Path index, String suffix) {
    String name = index.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return index.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + suffix);
  }

  private static RaggedException unfit(Path file, String what) {
    return new RaggedException(file + " " + what + ".");
  }

  private static JsonNode meta(Path index) throws IOException {
    Path file = sibling(index, META);
    if (!Files.isRegularFile(file)) {
      throw unfit(file, "does not exist; name an index as Python does, such as 'documents.leann'");
    }
    try {
      JsonNode meta = JSON.readTree(Files.readString(file));
      String backend = meta.path("backend_name").asText();
      if (!backend.equals("hnsw")) {
        throw unfit(file, "is of the backend '" + backend + "'; only 'hnsw' is supported");
      }
      return meta;
    } catch (JsonProcessingException e) {
      throw unfit(file, "is not valid JSON; build the index again");
    }
  }

  private static UpstreamPassages passages(Path index, JsonNode meta) throws IOException {
    JsonNode sources = meta.path("passage_sources");
    int files = sources.isArray() ? sources.size() : 0;
    if (files != 1) {
      throw unfit(sibling(index, META), "names " + files + " passage files; only one is supported");
    }
    return UpstreamPassages.open(
        found(index, sources.get(0), "path", ".passages.jsonl"),
        found(index, sources.get(0), "index_path", ".passages.idx"));
  }

  /**
   * A file by the name in the index, or else by the usual name. Only in the folder of the index: an
   * index from elsewhere must not name files all over this machine.
   */
  private static Path found(Path index, JsonNode source, String key, String suffix) {
    for (String name :
        List.of(source.path(key + "_relative").asText(""), source.path(key).asText(""))) {
      Path last = fileName(name);
      if (last != null && Files.isRegularFile(index.resolveSibling(last))) {
        return index.resolveSibling(last);
      }
    }
    return sibling(index, suffix);
  }

  private static Path fileName(String path) {
    try {
      return path.isEmpty() ? null : Path.of(path).getFileName();
    } catch (InvalidPathException e) {
      // Perhaps a path of another system; no file here has that name.
      return null;
    }
  }

  private static Graph graph(Path index) throws IOException {
    Path file = stem(index, ".index");
    try {
      return Graph.readUpstream(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new RaggedException(file + " cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private static Metric metric(Path index, JsonNode meta, Graph graph) {
    String name = meta.path("backend_kwargs").path("distance_metric").asText("mips");
    Metric metric =
        switch (name) {
          case "mips" -> Metric.DOT_PRODUCT;
          case "cosine" -> Metric.COSINE;
          case "l2" -> Metric.EUCLIDEAN;
          default -> throw unfit(sibling(index, META), "names an unknown metric '" + name + "'");
        };
    if ((metric == Metric.EUCLIDEAN) != (graph.metric() == Metric.EUCLIDEAN)) {
      throw unfit(sibling(index, META), "and the index file differ in their metric");
    }
    return metric;
  }

  /** The id of each node's passage. */
  private static List<String> ids(Path index, Graph graph, UpstreamPassages passages)
      throws IOException {
    Path file = stem(index, ".ids.txt");
    List<String> ids = new ArrayList<>();
    if (Files.exists(file)) {
      ids.addAll(Files.readAllLines(file));
    } else {
      for (int i = 0; i < graph.count(); i++) {
        ids.add(Integer.toString(i));
      }
    }
    if (ids.size() != graph.count()) {
      throw unfit(
          file, "names " + ids.size() + " passages, the index has " + graph.count() + " nodes");
    }
    for (String id : ids) {
      if (!passages.has(id)) {
        throw unfit(index, "has no passage '" + id + "'; build the index again");
      }
    }
    return List.copyOf(ids);
  }

  /** The embedding model that it was built with, as the index names it. */
  @Override
  public String model() {
    return model;
  }

  /**
   * How it compares vectors.
   *
   * @return the metric
   */
  public Metric metric() {
    return metric;
  }

  /**
   * How long its vectors are.
   *
   * @return values of a vector
   */
  public int dimension() {
    return graph.dimension();
  }

  /** The number of passages. */
  @Override
  public int count() {
    return ids.size();
  }

  /**
   * Whether it stores vectors, so that a search embeds only the question.
   *
   * @return whether it stores vectors
   */
  public boolean hasVectors() {
    return graph.hasVectors();
  }

  /** Passages by position in the index, without vectors. */
  @Override
  public List<Passage> passages(int from, int to) {
    return ids.subList(from, to).stream().map(passages::get).toList();
  }

  /**
   * Searches like the package itself with the same complexity. A model that embeds several texts at
   * a time gets some more of them, which can only find more.
   *
   * @param embedder the model that the index was built with
   * @throws RaggedException if the model has another dimension
   */
  @Override
  public SearchResult search(Embedder embedder, String question, int k, int complexity) {
    if (embedder.identity().dimension() != dimension()) {
      throw new RaggedException(
          path
              + " was built with "
              + model
              + ", whose vectors have "
              + dimension()
              + " values; those of "
              + embedder.identity().name()
              + " have "
              + embedder.identity().dimension()
              + ".");
    }
    long start = System.nanoTime();
    float[] query = embedder.embedQuery(question);
    long embedded = System.nanoTime();
    long recomputing = 0;
    ScanResult found;
    int recomputed = 0;
    try (Walk walk = graph.walk(query, k, complexity, embedder.parallelism())) {
      for (int[] nodes = walk.wanted(); nodes.length > 0; nodes = walk.wanted()) {
        long before = System.nanoTime();
        float[] rows = new float[nodes.length * dimension()];
        recomputed += vectors(embedder, nodes, rows);
        walk.provide(rows);
        recomputing += System.nanoTime() - before;
      }
      found = walk.found();
    }
    List<Hit> hits = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      Passage passage = passages.get(ids.get(found.ids()[i]));
      double score = found.scores()[i];
      if (metric == Metric.COSINE) {
        score = Math.max(-1, Math.min(1, score));
      }
      hits.add(new Hit(passage.id(), score, passage.text(), passage.metadata()));
    }
    long end = System.nanoTime();
    return new SearchResult(
        hits,
        new SearchStats(
            recomputed,
            recomputed,
            Double.NaN,
            embedded - start,
            end - embedded - recomputing,
            recomputing,
            end - start));
  }

  /** Fills in one row per node; returns the number of nodes that had to be embedded. */
  private int vectors(Embedder embedder, int[] nodes, float[] rows) {
    if (graph.hasVectors()) {
      System.arraycopy(graph.vectors(nodes), 0, rows, 0, rows.length);
      return 0;
    }
    List<Integer> missing = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.length; i++) {
      float[] kept = hubs.get(nodes[i]);
      if (kept == null) {
        missing.add(i);
        texts.add(passages.get(ids.get(nodes[i])).text());
      } else {
        System.arraycopy(kept, 0, rows, i * dimension(), kept.length);
      }
    }
    List<float[]> embedded = texts.isEmpty() ? List.of() : embedder.embed(texts);
    for (int i = 0; i < embedded.size(); i++) {
      int at = missing.get(i);
      System.arraycopy(embedded.get(i), 0, rows, at * dimension(), dimension());
      hubs.put(nodes[at], embedded.get(i));
    }
    return embedded.size();
  }

  private static void close(Graph graph, UpstreamPassages passages) {
    if (graph != null) {
      graph.close();
    }
    try {
      if (passages != null) {
        passages.close();
      }
    } catch (IOException e) {
      throw new RaggedException("Cannot close a file of passages: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    close(graph, passages);
  }
}
