package dev.ragged.eval;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A {@link VectorStore} searched by text as users do, with one or more recall targets. */
public final class StoreContender implements Contender {
  private static final String COLLECTION = "evaluated";
  private static final int BATCH = 1_024;

  /**
   * A folder with a store that can be opened repeatedly.
   *
   * @param folder the store's files
   * @param open opens the store with a model, which stays the caller's to close
   * @param kind the kind of bytes in a file, for stores that do not report it
   * @param close stops the store's own processes, if any
   */
  public record Place(
      Path folder,
      Function<Embedder, VectorStore> open,
      Function<Path, String> kind,
      Runnable close) {}

  private final String name;
  private final String version;
  private final Place place;
  private final Embedder model;
  private final List<Way> ways;
  private final List<Way> efforts;
  private final Memory memory = new Memory();
  private VectorStore store;
  private VectorCollection collection;

  /**
   * A way to ask a store.
   *
   * @param name of the variant
   * @param searchComplexity see {@link SearchRequest#searchComplexity()}
   */
  public record Way(String name, SearchMode mode, double recallTarget, int searchComplexity) {
    /** The same with the default complexity. */
    public Way(String name, SearchMode mode, double recallTarget) {
      this(name, mode, recallTarget, SearchRequest.DEFAULT_SEARCH_COMPLEXITY);
    }
  }

  /**
   * Creates a contender; opens nothing yet.
   *
   * @param model for recomputing
   * @param ways one per variant
   */
  public StoreContender(String name, String version, Place place, Embedder model, List<Way> ways) {
    this(name, version, place, model, ways, ways);
  }

  /**
   * The same for a comparison at equal recall.
   *
   * @param efforts ways to ask, the least effort first
   */
  public StoreContender(
      String name, String version, Place place, Embedder model, List<Way> ways, List<Way> efforts) {
    this.name = name;
    this.version = version;
    this.place = place;
    this.model = model;
    this.ways = List.copyOf(ways);
    this.efforts = List.copyOf(efforts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return version;
  }

  /** The vectors are known beforehand, so that only the store's own time counts. */
  @Override
  public double index(List<String> passages, List<float[]> vectors) {
    KnownVectors known = new KnownVectors(model, passages, vectors);
    memory.begin();
    long start = System.nanoTime();
    try (VectorStore writing = place.open().apply(known)) {
      writing.drop(COLLECTION);
      try (VectorCollection open = writing.create(CollectionSpec.of(COLLECTION))) {
        for (int from = 0; from < passages.size(); from += BATCH) {
          int to = Math.min(passages.size(), from + BATCH);
          List<Passage> batch =
              IntStream.range(from, to)
                  .mapToObj(i -> Passage.of(Integer.toString(i), passages.get(i)))
                  .toList();
          open.add(batch);
        }
        open.compact(); // as the segments of others are merged into one
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    store = place.open().apply(model);
    collection = store.open(COLLECTION);
    memory.started();
    return seconds;
  }

  @Override
  public List<Variant> variants() {
    return variants(ways);
  }

  @Override
  public List<Variant> efforts() {
    return variants(efforts);
  }

  private List<Variant> variants(List<Way> asked) {
    return asked.stream()
        .map(way -> new Variant(way.name(), (query, k) -> search(query, k, way)))
        .toList();
  }

  private Answer search(Query query, int k, Way way) {
    SearchResult result =
        collection.search(
            SearchRequest.text(query.text())
                .withK(k)
                .withMode(way.mode())
                .withRecallTarget(way.recallTarget())
                .withSearchComplexity(way.searchComplexity()));
    return new Answer(
        result.hits().stream().map(Hit::id).map(Integer::valueOf).toList(),
        result.stats().recomputed(),
        result.stats().embedQueryNanos() / 1e6,
        result.stats().scanNanos() / 1e6,
        result.stats().recomputeNanos() / 1e6,
        result.stats().totalNanos() / 1e6);
  }

  @Override
  public Footprint finish() throws IOException {
    Memory.Used used = memory.end();
    Map<String, Long> bytes = new LinkedHashMap<>();
    if (store.capabilities().contains(Capability.BYTES_ON_DISK)) {
      StorageStats.Bytes reported = collection.stats().bytes();
      bytes.put("text", reported.text());
      bytes.put("vectors", reported.vectors());
      bytes.put("lexical", reported.lexical());
      bytes.put("ids_metadata", reported.idsMetadata());
      bytes.put("other", reported.other());
      close();
    } else {
      // Files are complete only once the store is closed.
      close();
      bytes.putAll(FolderBytes.of(place.folder(), place.kind()));
    }
    return new Footprint(bytes, used.bytes(), used.kind());
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      store = null;
    }
    place.close().run();
  }
}
