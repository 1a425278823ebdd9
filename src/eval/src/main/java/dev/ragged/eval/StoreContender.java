package dev.ragged.eval;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A store behind the contract, asked by text as a user asks it, for one or more recall targets. */
public final class StoreContender implements Contender {
  private static final String COLLECTION = "evaluated";
  private static final int BATCH = 1_024;

  /**
   * A place with a store that can be opened again and again.
   *
   * @param folder where the store keeps its files
   * @param open opens the store with a model, which stays the caller's to close
   * @param kind which kind of bytes a file holds, where the store does not tell them apart
   * @param close ends what runs for the store beside this process, if anything does
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
  private final double[] targets;
  private final Memory memory = new Memory();
  private VectorStore store;
  private VectorCollection collection;

  /**
   * Prepares.
   *
   * @param model for recomputing
   * @param recallTargets one variant each
   */
  public StoreContender(
      String name, String version, Place place, Embedder model, double... recallTargets) {
    this.name = name;
    this.version = version;
    this.place = place;
    this.model = model;
    this.targets = recallTargets.clone();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return version;
  }

  /** The vectors are known then, so that the time is the store's own. */
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
    List<Variant> variants = new ArrayList<>();
    for (double target : targets) {
      String at = targets.length == 1 ? "" : String.format(Locale.ROOT, ", recall %s", target);
      variants.add(new Variant(name + at, (asked, k) -> ask(asked, k, target)));
    }
    return variants;
  }

  private Found ask(Asked asked, int k, double target) {
    SearchResult result =
        collection.search(SearchRequest.text(asked.text()).withK(k).withRecallTarget(target));
    return new Found(
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
      StorageStats.Bytes told = collection.stats().bytes();
      bytes.put("text", told.text());
      bytes.put("vectors", told.vectors());
      bytes.put("lexical", told.lexical());
      bytes.put("ids_metadata", told.idsMetadata());
      bytes.put("other", told.other());
      close();
    } else {
      // Files are complete once nothing writes to them any more.
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
