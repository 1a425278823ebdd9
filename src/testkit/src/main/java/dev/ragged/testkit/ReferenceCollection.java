package dev.ragged.testkit;

import dev.ragged.Arguments;
import dev.ragged.Changes;
import dev.ragged.CheckReport;
import dev.ragged.CollectionInfo;
import dev.ragged.DuplicateIdException;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.OperationInterruptedException;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A collection of the {@link ReferenceVectorStore}. */
final class ReferenceCollection implements VectorCollection {
  /** A passage with the vector it is scored by. */
  record Entry(Passage passage, float[] vector) {
    boolean matches(Selection which) {
      return which.match(
          ids -> ids.ids().contains(passage.id()),
          where -> where.filter().matches(passage.text(), passage.metadata()));
    }
  }

  /** What is stored of a collection. */
  record Contents(
      Metric metric, int dimension, ModelIdentity model, TreeMap<String, Entry> entries) {}

  private final Object place;
  private final BooleanSupplier there;
  private final String name;
  private final Contents contents;
  private final Embedder embedder;
  private boolean closed;

  /**
   * @param place the object whose monitor guards the contents
   * @param there whether the place still has them
   */
  ReferenceCollection(
      Object place, BooleanSupplier there, String name, Contents contents, Embedder embedder) {
    this.place = place;
    this.there = there;
    this.name = name;
    this.contents = contents;
    this.embedder = embedder;
  }

  String name() {
    return name;
  }

  private void requireOpen() {
    OperationInterruptedException.throwIfInterrupted("The call");
    if (closed) {
      throw new IllegalStateException("Collection '" + name + "' is closed.");
    }
    if (!there.getAsBoolean()) {
      throw new NoSuchCollectionException(name);
    }
  }

  private List<Entry> entries(Selection which) {
    return contents.entries().values().stream().filter(entry -> entry.matches(which)).toList();
  }

  @Override
  public CollectionInfo info() {
    synchronized (place) {
      requireOpen();
      return new CollectionInfo(
          name,
          ReferenceVectorStore.BACKEND,
          contents.metric(),
          contents.dimension(),
          contents.model(),
          contents.dimension() * Float.BYTES,
          contents.dimension() * Float.BYTES,
          contents.entries().size(),
          false);
    }
  }

  @Override
  public long apply(Changes changes) {
    Arguments.required(changes, "changes");
    synchronized (place) {
      List<Passage> passages = changes.passages();
      List<String> written = passages.stream().map(Passage::id).toList();
      Set<Entry> deleted = new LinkedHashSet<>();
      changes.deleted().forEach(which -> deleted.addAll(entries(which)));
      List<Entry> replaced = new ArrayList<>(deleted);
      replaced.addAll(entries(Selection.ids(written)));
      List<Entry> prepared = prepared(passages, replaced);
      Set<String> gone = new HashSet<>();
      deleted.forEach(entry -> gone.add(entry.passage().id()));
      List<String> existing =
          changes.added().stream()
              .map(Passage::id)
              .filter(id -> contents.entries().containsKey(id) && !gone.contains(id))
              .toList();
      if (!existing.isEmpty()) {
        throw DuplicateIdException.existing(existing);
      }
      contents.entries().keySet().removeAll(gone);
      put(prepared);
      return gone.stream().filter(id -> !written.contains(id)).count();
    }
  }

  private void put(List<Entry> prepared) {
    prepared.forEach(entry -> contents.entries().put(entry.passage().id(), entry));
  }

  private List<Entry> prepared(Collection<Passage> passages, List<Entry> replaced) {
    requireOpen();
    Map<String, float[]> embedded = new HashMap<>();
    for (Entry entry : replaced) {
      if (entry.passage().vector() == null) {
        embedded.put(entry.passage().text(), entry.vector());
      }
    }
    List<Entry> prepared = new ArrayList<>();
    for (Passage passage : passages) {
      if (passage.vector() != null) {
        prepared.add(new Entry(passage, checked(passage.vector()).clone()));
      } else if (embedder != null && contents.model() != null) {
        prepared.add(
            new Entry(
                passage,
                embedded.computeIfAbsent(
                    passage.text(), text -> embedder.embed(List.of(text)).get(0))));
      } else {
        throw new IllegalArgumentException("Passage '" + passage.id() + "' has no vector.");
      }
    }
    return prepared;
  }

  private float[] checked(float[] vector) {
    if (vector.length != contents.dimension()) {
      throw new IllegalArgumentException("A vector has " + contents.dimension() + " values.");
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("A vector's values are finite.");
      }
    }
    return vector;
  }

  @Override
  public Page<Passage> get(Selection which, PageRequest page) {
    Arguments.required(which, "which");
    Arguments.required(page, "page");
    synchronized (place) {
      requireOpen();
      List<Passage> rest =
          entries(which).stream()
              .filter(
                  entry ->
                      page.cursor() == null || entry.passage().id().compareTo(page.cursor()) > 0)
              .map(ReferenceCollection::returned)
              .toList();
      List<Passage> items = rest.subList(0, Math.min(page.size(), rest.size()));
      String next = items.size() < rest.size() ? items.get(items.size() - 1).id() : null;
      List<String> missing =
          page.cursor() != null
              ? List.of()
              : which.match(
                  ids ->
                      ids.ids().stream().filter(id -> !contents.entries().containsKey(id)).toList(),
                  where -> List.of());
      return new Page<>(items, next, missing);
    }
  }

  private static Passage returned(Entry entry) {
    Passage passage = entry.passage();
    float[] vector = passage.text() == null ? entry.vector().clone() : null;
    return new Passage(passage.id(), passage.text(), passage.metadata(), vector);
  }

  @Override
  public long count(Filter filter) {
    Arguments.required(filter, "filter");
    synchronized (place) {
      requireOpen();
      return entries(Selection.where(filter)).size();
    }
  }

  @Override
  public SearchResult search(SearchRequest request) {
    Arguments.required(request, "request");
    synchronized (place) {
      requireOpen();
      if (request.mode() != SearchMode.VECTOR && request.mode() != SearchMode.AUTO) {
        throw new IllegalArgumentException("Only the vector mode is offered.");
      }
      float[] question = question(request);
      List<Entry> candidates = entries(Selection.where(request.filter()));
      List<Hit> hits =
          candidates.stream()
              .map(
                  entry ->
                      new Hit(
                          entry.passage().id(),
                          score(contents.metric(), question, entry.vector()),
                          entry.passage().text(),
                          entry.passage().metadata(),
                          null,
                          request.vectors() ? entry.vector().clone() : null))
              .filter(hit -> hit.score() >= request.minScore())
              .sorted(Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparing(Hit::id))
              .limit(request.k())
              .toList();
      return new SearchResult(hits, new SearchStats(candidates.size(), 0, 1, 0, 0, 0, 0));
    }
  }

  @Override
  public ScoreScale scale(SearchMode mode) {
    requireOpen();
    if (Arguments.required(mode, "mode") != SearchMode.VECTOR && mode != SearchMode.AUTO) {
      throw new IllegalArgumentException("Only the vector mode is offered.");
    }
    return ScoreScale.of(contents.metric());
  }

  private float[] question(SearchRequest request) {
    if (request.vector() != null) {
      return checked(request.vector());
    }
    if (embedder == null || contents.model() == null) {
      throw new IllegalStateException("Asking in words needs an embedder.");
    }
    return embedder.embedQuery(request.text());
  }

  @Override
  public List<float[]> embeddings(List<String> ids) {
    Arguments.requiredAll(ids, "ids");
    synchronized (place) {
      requireOpen();
      List<float[]> vectors = new ArrayList<>();
      for (String id : ids) {
        Entry entry = contents.entries().get(id);
        vectors.add(entry == null ? null : entry.vector().clone());
      }
      return vectors;
    }
  }

  @Override
  public StorageStats stats() {
    synchronized (place) {
      requireOpen();
      long rawTextBytes =
          contents.entries().values().stream().mapToLong(e -> e.passage().rawTextBytes()).sum();
      return new StorageStats(contents.entries().size(), rawTextBytes, 0, null);
    }
  }

  @Override
  public void compact() {
    synchronized (place) {
      requireOpen();
    }
  }

  @Override
  public CheckReport check() {
    synchronized (place) {
      requireOpen();
      return new CheckReport(List.of(contents.entries().size() + " passages"), List.of());
    }
  }

  @Override
  public void close() {
    synchronized (place) {
      closed = true;
    }
  }

  private static double score(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double squares = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
    return switch (metric) {
      case COSINE -> lengths == 0 ? 0 : Math.max(-1, Math.min(1, dot / lengths));
      case DOT_PRODUCT -> dot;
      case EUCLIDEAN -> -squares;
    };
  }
}
