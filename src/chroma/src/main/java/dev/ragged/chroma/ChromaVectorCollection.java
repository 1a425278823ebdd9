package dev.ragged.chroma;

import dev.ragged.CheckReport;
import dev.ragged.CollectionInfo;
import dev.ragged.DuplicateIdException;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Row;
import dev.ragged.chroma.RemoteCollection.Rows;
import dev.ragged.spi.PassageChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;

/**
 * A collection on a server. Nothing is kept here between calls but what it is; other clients may
 * write at the same time.
 */
final class ChromaVectorCollection implements VectorCollection {
  /** A page ends early above this, so that readers of large texts need little memory. */
  private static final long PAGE_BYTES = 16 << 20;

  private final ChromaClient client;
  private final RemoteCollection remote;
  private final String name;
  private final Metric metric;
  private final ModelIdentity model;
  private final Embedder embedder;

  /** 0 while a collection of another client is empty. */
  private volatile int dimension;

  private volatile boolean modelAgrees;
  private volatile boolean closed;

  ChromaVectorCollection(
      ChromaClient client,
      String path,
      String name,
      Metric metric,
      int dimension,
      ModelIdentity model,
      Embedder embedder) {
    this.client = client;
    this.remote = new RemoteCollection(client, path, name);
    this.name = name;
    this.metric = metric;
    this.dimension = dimension;
    this.model = model;
    this.embedder = embedder;
    this.modelAgrees = model != null;
  }

  String name() {
    return name;
  }

  boolean isClosed() {
    return closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("Collection '" + name + "' is closed.");
    }
  }

  @Override
  public CollectionInfo info() {
    requireOpen();
    return new CollectionInfo(
        name,
        ChromaProvider.ID,
        metric,
        dimension == 0 && embedder != null ? embedder.identity().dimension() : dimension,
        model,
        remote.count());
  }

  @Override
  public synchronized void add(Collection<Passage> passages) {
    List<Row> rows = rows(passages);
    List<String> existing = remote.get(ids(passages)).ids();
    if (!existing.isEmpty()) {
      throw new DuplicateIdException(existing);
    }
    remote.add(rows);
    learnDimension(rows);
  }

  @Override
  public synchronized void upsert(Collection<Passage> passages) {
    replace(Selection.none(), passages);
  }

  @Override
  public synchronized long replace(Selection which, Collection<Passage> passages) {
    List<Row> rows = rows(passages);
    Set<String> kept = new HashSet<>(ids(passages));
    List<String> removed = find(which).stream().filter(id -> !kept.contains(id)).toList();
    write(rows);
    remote.delete(removed);
    learnDimension(rows);
    return removed.size();
  }

  @Override
  public long delete(Selection which) {
    return replace(which, List.of());
  }

  private static List<String> ids(Collection<Passage> passages) {
    return passages.stream().map(Passage::id).toList();
  }

  /** Checks and embeds before anything is written. */
  private List<Row> rows(Collection<Passage> passages) {
    requireOpen();
    PassageChecks.requireDistinctIds(passages);
    List<String> texts = new ArrayList<>();
    int expected = dimension;
    for (Passage passage : passages) {
      PassageChecks.requireVector(passage, expected, embedder != null);
      if (passage.vector() == null) {
        texts.add(passage.text());
      } else if (expected == 0) {
        expected = passage.vector().length;
      }
    }
    List<float[]> embedded = List.of();
    if (!texts.isEmpty()) {
      requireModel();
      embedded = embedder.embed(texts);
    }
    List<Row> rows = new ArrayList<>(passages.size());
    int next = 0;
    for (Passage passage : passages) {
      float[] vector = passage.vector() != null ? passage.vector() : embedded.get(next++);
      rows.add(
          new Row(
              passage.id(), vector, passage.text(), ChromaPassages.toChroma(passage.metadata())));
    }
    return rows;
  }

  private void learnDimension(List<Row> rows) {
    if (dimension == 0 && !rows.isEmpty()) {
      dimension = rows.get(0).vector().length;
    }
  }

  /**
   * Replaces whole passages by calls that merge: keys that are to go are set to null, which removes
   * them. A text cannot be removed like that, so such a passage is deleted and added again.
   */
  private void write(List<Row> rows) {
    List<String> ids = rows.stream().map(Row::id).toList();
    Rows held = remote.get(ids, Part.METADATAS);
    if (held.size() == 0) {
      remote.upsert(rows);
      return;
    }
    Map<String, Map<String, Object>> old = new HashMap<>();
    for (int i = 0; i < held.size(); i++) {
      old.put(held.ids().get(i), held.metadatas().get(i));
    }
    Set<String> losingText = losingText(rows, old.keySet());
    List<Row> merged = new ArrayList<>();
    List<Row> again = new ArrayList<>();
    for (Row row : rows) {
      if (losingText.contains(row.id())) {
        again.add(row);
        continue;
      }
      Map<String, Object> metadata = new LinkedHashMap<>();
      if (old.get(row.id()) != null) {
        old.get(row.id()).keySet().forEach(key -> metadata.put(key, null));
      }
      if (row.metadata() != null) {
        metadata.putAll(row.metadata());
      }
      merged.add(new Row(row.id(), row.vector(), row.text(), metadata.isEmpty() ? null : metadata));
    }
    remote.upsert(merged);
    remote.delete(again.stream().map(Row::id).toList());
    remote.add(again);
  }

  private Set<String> losingText(List<Row> rows, Set<String> existing) {
    List<String> candidates =
        rows.stream()
            .filter(row -> row.text() == null && existing.contains(row.id()))
            .map(Row::id)
            .toList();
    Rows held = remote.get(candidates, Part.DOCUMENTS);
    Set<String> losing = new HashSet<>();
    for (int i = 0; i < held.size(); i++) {
      if (held.documents().get(i) != null) {
        losing.add(held.ids().get(i));
      }
    }
    return losing;
  }

  /** The ids of a selection that exist. */
  private List<String> find(Selection which) {
    return which.match(
        ids -> remote.get(ids.ids()).ids(), where -> new Matching(remote, where.filter()).ids());
  }

  @Override
  public Page<Passage> get(Selection which, PageRequest page) {
    requireOpen();
    int from;
    try {
      from = page.cursor() == null ? 0 : Integer.parseUnsignedInt(page.cursor());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + page.cursor() + "' is no cursor of this collection; take it from the last page.");
    }
    return which.match(
        ids -> byIds(ids.ids(), page, from), where -> where(where.filter(), page, from));
  }

  private Page<Passage> byIds(List<String> ids, PageRequest page, int from) {
    Set<String> existing = new HashSet<>(remote.get(ids).ids());
    List<String> found = ids.stream().filter(existing::contains).toList();
    List<String> missing =
        page.cursor() != null
            ? List.of()
            : ids.stream().filter(id -> !existing.contains(id)).toList();
    int to = Math.min(found.size(), from + page.size());
    List<String> here = from >= to ? List.of() : found.subList(from, to);
    Map<String, Passage> passages = new HashMap<>();
    passages(remote.get(here, Part.DOCUMENTS, Part.METADATAS))
        .forEach(passage -> passages.put(passage.id(), passage));
    return new Page<>(
        here.stream().filter(passages::containsKey).map(passages::get).toList(),
        to < found.size() ? Integer.toString(to) : null,
        missing);
  }

  private Page<Passage> where(Filter filter, PageRequest page, int from) {
    Matching matching = new Matching(remote, filter);
    Slices slices = matching.slices(from, Part.DOCUMENTS, Part.METADATAS);
    List<Passage> passages = new ArrayList<>();
    boolean more = true;
    while (more && passages.size() < page.size() && slices.bytes() < PAGE_BYTES) {
      // One more than fits tells whether there is a next page.
      Rows rows = slices.next(page.size() - passages.size());
      more = rows.size() > 0;
      passages.addAll(passages(matching(matching, rows)));
    }
    more = more && remote.get(matching.where().where(), slices.offset(), 1).size() > 0;
    return new Page<>(passages, more ? Long.toString(slices.offset()) : null, List.of());
  }

  private static Rows matching(Matching matching, Rows rows) {
    Rows kept = new Rows(new ArrayList<>(), null, new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < rows.size(); i++) {
      if (matching.matches(rows, i)) {
        kept.ids().add(rows.ids().get(i));
        kept.documents().add(rows.documents().get(i));
        kept.metadatas().add(rows.metadatas().get(i));
      }
    }
    return kept;
  }

  /** Passages of rows with documents and metadata; fetches the vectors of those without text. */
  private List<Passage> passages(Rows rows) {
    List<String> bare = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.documents().get(i) == null) {
        bare.add(rows.ids().get(i));
      }
    }
    Map<String, float[]> vectors = bare.isEmpty() ? Map.of() : vectors(bare);
    List<Passage> passages = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String id = rows.ids().get(i);
      String text = rows.documents().get(i);
      if (text == null && !vectors.containsKey(id)) {
        continue; // deleted since
      }
      try {
        passages.add(ChromaPassages.passage(id, text, rows.metadatas().get(i), vectors.get(id)));
      } catch (IllegalArgumentException e) {
        throw new RaggedException(
            "Passage '" + id + "' of collection '" + name + "' cannot be read: " + e.getMessage(),
            e);
      }
    }
    return passages;
  }

  private Map<String, float[]> vectors(List<String> ids) {
    Rows rows = remote.get(ids, Part.EMBEDDINGS);
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      float[] vector = rows.embeddings() == null ? null : rows.embeddings().get(i);
      if (vector == null) {
        throw client.foreign("reading embeddings of collection '" + name + "'", null);
      }
      vectors.put(rows.ids().get(i), vector);
    }
    return vectors;
  }

  @Override
  public long count(Filter filter) {
    requireOpen();
    return filter.equals(Filter.all()) ? remote.count() : new Matching(remote, filter).ids().size();
  }

  @Override
  public SearchResult search(SearchRequest request) {
    requireOpen();
    if (request.text() != null && request.vector() == null) {
      if (embedder == null) {
        throw new IllegalStateException(
            "There is no embedding model to ask in words; open the store with one or search by"
                + " vector.");
      }
    } else {
      PassageChecks.requireValid(request.vector(), dimension, "The question's vector");
    }
    return new ChromaSearch(remote, metric, this::question, this::passages).run(request);
  }

  private float[] question(SearchRequest request) {
    if (request.vector() != null) {
      return request.vector();
    }
    requireModel();
    return embedder.embedQuery(request.text());
  }

  /** Refuses a model that did not make what is held, where nobody wrote down which one did. */
  private void requireModel() {
    if (modelAgrees) {
      return;
    }
    if (dimension != 0 && embedder.identity().dimension() != dimension) {
      throw new RaggedException(
          "Collection '"
              + name
              + "' holds vectors of "
              + dimension
              + " values, "
              + embedder.identity().name()
              + " makes "
              + embedder.identity().dimension()
              + "; choose the model it was built with.");
    }
    modelAgrees = SampledModel.requireAgreement(remote, embedder, name);
  }

  @Override
  public List<float[]> embeddings(List<String> ids) {
    requireOpen();
    Map<String, float[]> vectors = vectors(ids.stream().distinct().toList());
    List<float[]> answer = new ArrayList<>(ids.size());
    ids.forEach(id -> answer.add(vectors.get(id)));
    return answer;
  }

  @Override
  public StorageStats stats() {
    requireOpen();
    LongSummaryStatistics texts =
        stream(Selection.all()).mapToLong(Passage::rawTextBytes).summaryStatistics();
    return new StorageStats(texts.getCount(), texts.getSum(), null);
  }

  @Override
  public void compact() {
    requireOpen(); // the server tidies up by itself
  }

  @Override
  public CheckReport check() {
    requireOpen();
    return new ChromaCheck(remote, dimension).run();
  }

  @Override
  public void close() {
    closed = true;
  }
}
