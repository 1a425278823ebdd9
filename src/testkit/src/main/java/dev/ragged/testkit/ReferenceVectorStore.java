package dev.ragged.testkit;

import dev.ragged.Capability;
import dev.ragged.CheckReport;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.DuplicateIdException;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.Health;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The contract in the plainest way: maps in memory, every passage compared with every question. It
 * judges the other stores, so what it does must be plain to see.
 */
public final class ReferenceVectorStore implements VectorStore {

  /** What a directory or a server is to another store: outlives the stores opened on it. */
  public static final class Place {
    private final TreeMap<String, Contents> collections = new TreeMap<>();
  }

  /** A passage with the vector it is scored by. */
  private record Entry(Passage passage, float[] vector) {
    boolean matches(Selection which) {
      return which.match(
          ids -> ids.ids().contains(passage.id()),
          where -> where.filter().matches(passage.text(), passage.metadata()));
    }
  }

  private record Contents(
      Metric metric, int dimension, ModelIdentity model, TreeMap<String, Entry> entries) {}

  private final Place place;
  private final Embedder embedder;
  private final List<ReferenceCollection> opened = new ArrayList<>();
  private boolean closed;

  private ReferenceVectorStore(Place place, Embedder embedder) {
    this.place = place;
    this.embedder = embedder;
  }

  /** A store on a place; with no embedder if that is null. */
  public static ReferenceVectorStore open(Place place, Embedder embedder) {
    return new ReferenceVectorStore(place, embedder);
  }

  @Override
  public String backend() {
    return "reference";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.ATOMIC_WRITES, Capability.COSINE, Capability.DOT_PRODUCT, Capability.EUCLIDEAN);
  }

  @Override
  public Health health() {
    return new Health(true, "Memory is always there.");
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store is closed.");
    }
  }

  @Override
  public List<String> names() {
    synchronized (place) {
      requireOpen();
      return List.copyOf(place.collections.keySet());
    }
  }

  @Override
  public VectorCollection create(CollectionSpec spec) {
    synchronized (place) {
      requireOpen();
      if (spec.dimension() == 0 && embedder == null) {
        throw new IllegalArgumentException("Give a dimension or an embedder.");
      }
      if (place.collections.containsKey(spec.name())) {
        throw new CollectionExistsException(spec.name());
      }
      int dimension = spec.dimension() == 0 ? embedder.identity().dimension() : spec.dimension();
      ModelIdentity model =
          embedder != null && embedder.identity().dimension() == dimension
              ? embedder.identity()
              : null;
      place.collections.put(
          spec.name(), new Contents(spec.metric(), dimension, model, new TreeMap<>()));
      return open(spec.name());
    }
  }

  @Override
  public VectorCollection open(String name) {
    CollectionSpec.checkName(name);
    synchronized (place) {
      requireOpen();
      Contents contents = existing(name);
      ModelIdentity built = contents.model();
      if (embedder != null && built != null && !built.equals(embedder.identity())) {
        throw new ModelMismatchException(name, built, embedder.identity());
      }
      ReferenceCollection collection = new ReferenceCollection(name, contents);
      opened.add(collection);
      return collection;
    }
  }

  private Contents existing(String name) {
    Contents contents = place.collections.get(name);
    if (contents == null) {
      throw new NoSuchCollectionException(name);
    }
    return contents;
  }

  @Override
  public void rename(String from, String to) {
    CollectionSpec.checkName(from);
    CollectionSpec.checkName(to);
    synchronized (place) {
      requireOpen();
      Contents contents = existing(from);
      if (place.collections.containsKey(to)) {
        throw new CollectionExistsException(to);
      }
      closeAll(from);
      place.collections.remove(from);
      place.collections.put(to, contents);
    }
  }

  @Override
  public boolean drop(String name) {
    CollectionSpec.checkName(name);
    synchronized (place) {
      requireOpen();
      closeAll(name);
      return place.collections.remove(name) != null;
    }
  }

  private void closeAll(String name) {
    opened.stream().filter(c -> c.name.equals(name)).forEach(ReferenceCollection::close);
  }

  @Override
  public void close() {
    synchronized (place) {
      closed = true;
      opened.forEach(ReferenceCollection::close);
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
      case COSINE -> lengths == 0 ? 0 : dot / lengths;
      case DOT_PRODUCT -> dot;
      case EUCLIDEAN -> -squares;
    };
  }

  private final class ReferenceCollection implements VectorCollection {
    private final String name;
    private final Contents contents;
    private boolean collectionClosed;

    ReferenceCollection(String name, Contents contents) {
      this.name = name;
      this.contents = contents;
    }

    private void requireCollectionOpen() {
      if (collectionClosed) {
        throw new IllegalStateException("Collection '" + name + "' is closed.");
      }
    }

    private List<Entry> entries(Selection which) {
      return contents.entries().values().stream().filter(entry -> entry.matches(which)).toList();
    }

    @Override
    public CollectionInfo info() {
      synchronized (place) {
        requireCollectionOpen();
        return new CollectionInfo(
            name,
            backend(),
            contents.metric(),
            contents.dimension(),
            contents.model(),
            contents.entries().size());
      }
    }

    @Override
    public void add(Collection<Passage> passages) {
      synchronized (place) {
        List<Entry> prepared = prepared(passages);
        List<String> existing =
            passages.stream().map(Passage::id).filter(contents.entries()::containsKey).toList();
        if (!existing.isEmpty()) {
          throw new DuplicateIdException(existing);
        }
        put(prepared);
      }
    }

    @Override
    public void upsert(Collection<Passage> passages) {
      synchronized (place) {
        put(prepared(passages));
      }
    }

    @Override
    public long replace(Selection which, Collection<Passage> passages) {
      synchronized (place) {
        List<Entry> prepared = prepared(passages);
        List<String> selected = entries(which).stream().map(entry -> entry.passage().id()).toList();
        List<String> kept = passages.stream().map(Passage::id).toList();
        selected.forEach(contents.entries()::remove);
        put(prepared);
        return selected.stream().filter(id -> !kept.contains(id)).count();
      }
    }

    @Override
    public long delete(Selection which) {
      return replace(which, List.of());
    }

    private void put(List<Entry> prepared) {
      prepared.forEach(entry -> contents.entries().put(entry.passage().id(), entry));
    }

    private List<Entry> prepared(Collection<Passage> passages) {
      requireCollectionOpen();
      Set<String> seen = new HashSet<>();
      Set<String> twice = new LinkedHashSet<>();
      passages.forEach(
          passage -> {
            if (!seen.add(passage.id())) {
              twice.add(passage.id());
            }
          });
      if (!twice.isEmpty()) {
        throw new DuplicateIdException(List.copyOf(twice));
      }
      List<Entry> prepared = new ArrayList<>();
      for (Passage passage : passages) {
        if (passage.vector() != null) {
          prepared.add(new Entry(passage, checked(passage.vector()).clone()));
        } else if (embedder != null && contents.model() != null) {
          prepared.add(new Entry(passage, embedder.embed(List.of(passage.text())).get(0)));
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
      synchronized (place) {
        requireCollectionOpen();
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
                        ids.ids().stream()
                            .filter(id -> !contents.entries().containsKey(id))
                            .toList(),
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
      synchronized (place) {
        requireCollectionOpen();
        return entries(Selection.where(filter)).size();
      }
    }

    @Override
    public SearchResult search(SearchRequest request) {
      synchronized (place) {
        requireCollectionOpen();
        if (request.mode() != SearchMode.VECTOR) {
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
                            entry.passage().metadata()))
                .sorted(
                    Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparing(Hit::id))
                .limit(request.k())
                .toList();
        return new SearchResult(hits, new SearchStats(candidates.size(), 0, 0, 0, 0, 0));
      }
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
      synchronized (place) {
        requireCollectionOpen();
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
        requireCollectionOpen();
        long rawTextBytes =
            contents.entries().values().stream().mapToLong(e -> e.passage().rawTextBytes()).sum();
        return new StorageStats(contents.entries().size(), rawTextBytes, null);
      }
    }

    @Override
    public void compact() {
      synchronized (place) {
        requireCollectionOpen();
      }
    }

    @Override
    public CheckReport check() {
      synchronized (place) {
        requireCollectionOpen();
        return new CheckReport(List.of(contents.entries().size() + " passages"), List.of());
      }
    }

    @Override
    public void close() {
      synchronized (place) {
        collectionClosed = true;
      }
    }
  }
}
