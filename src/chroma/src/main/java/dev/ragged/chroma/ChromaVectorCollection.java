package dev.ragged.chroma;

import dev.ragged.Arguments;
import dev.ragged.Changes;
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
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.chroma.RemoteCollection.Row;
import dev.ragged.spi.PassageChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A collection on a server. Caches only its description between calls; other clients may write at
 * the same time.
 */
final class ChromaVectorCollection implements VectorCollection {
  private final RemoteCollection remote;
  private final ChromaReader reader;
  private final String name;
  private final Metric metric;
  private final ModelIdentity model;
  private final Embedder embedder;

  /** 0 for an empty collection of another client. */
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
    this.remote = new RemoteCollection(client, path, name);
    this.reader = new ChromaReader(remote);
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
    int values = dimension == 0 && embedder != null ? embedder.identity().dimension() : dimension;
    return new CollectionInfo(
        name,
        ChromaProvider.ID,
        metric,
        values,
        model,
        values * Float.BYTES,
        values * Float.BYTES,
        remote.count(),
        false);
  }

  /** Writes with several requests. */
  private void write(Runnable requests) {
    long before = remote.writes();
    try {
      requests.run();
    } catch (UnconfirmedWriteException e) {
      throw e;
    } catch (RaggedException e) {
      if (remote.writes() == before) {
        throw e;
      }
      throw new UnconfirmedWriteException(
          e.getMessage().replaceAll("\\.$", "")
              + "; a part was written before, so read before you repeat it.",
          e);
    }
  }

  @Override
  public synchronized long apply(Changes changes) {
    Arguments.required(changes, "changes");
    List<Passage> passages = changes.passages();
    check(passages);
    Set<String> deleted = new LinkedHashSet<>();
    changes.deleted().forEach(which -> deleted.addAll(find(which)));
    requireNew(changes.added(), deleted);
    List<String> written = ids(passages);
    List<String> removed = new ArrayList<>(deleted);
    removed.removeAll(Set.copyOf(written));
    List<Row> rows =
        rows(
            passages,
            Stream.of(deleted, ids(changes.upserted())).flatMap(Collection::stream).toList());
    write(
        () -> {
          if (changes.upserted().isEmpty() && deleted.isEmpty()) {
            remote.add(rows); // nothing to merge with
          } else {
            new ChromaWriter(remote).write(rows);
          }
          remote.delete(removed);
        });
    learnDimension(rows);
    return removed.size();
  }

  private void requireNew(Collection<Passage> added, Set<String> deleted) {
    List<String> existing =
        remote.get(ids(added)).ids().stream().filter(id -> !deleted.contains(id)).toList();
    if (!existing.isEmpty()) {
      throw DuplicateIdException.existing(existing);
    }
  }

  private static List<String> ids(Collection<Passage> passages) {
    return passages.stream().map(Passage::id).toList();
  }

  private void check(Collection<Passage> passages) {
    requireOpen();
    int expected = dimension;
    for (Passage passage : passages) {
      PassageChecks.requireVector(passage, expected, embedder != null);
      if (passage.vector() != null && expected == 0) {
        expected = passage.vector().length;
      }
    }
  }

  /**
   * Embeds what those that are replaced do not have embedded already, before anything is written.
   *
   * @param replaced ids, which need not exist
   */
  private List<Row> rows(Collection<Passage> passages, List<String> replaced) {
    Map<String, float[]> vectors = vectors(passages, replaced);
    List<Row> rows = new ArrayList<>(passages.size());
    for (Passage passage : passages) {
      boolean given = passage.vector() != null;
      rows.add(
          new Row(
              passage.id(),
              given ? passage.vector() : vectors.get(passage.text()),
              passage.text(),
              ChromaPassages.toChroma(passage.metadata(), !given && model != null)));
    }
    return rows;
  }

  /** A vector for each text that comes without one. */
  private Map<String, float[]> vectors(Collection<Passage> passages, List<String> replaced) {
    Set<String> texts = new LinkedHashSet<>();
    passages.stream().filter(p -> p.vector() == null).forEach(p -> texts.add(p.text()));
    Map<String, float[]> vectors = new HashMap<>();
    if (model != null && !texts.isEmpty()) {
      vectors.putAll(reader.embedded(replaced, texts, model.dimension()));
      texts.removeAll(vectors.keySet());
    }
    if (!texts.isEmpty()) {
      requireModel();
      Iterator<float[]> embedded = embedder.embed(List.copyOf(texts)).iterator();
      texts.forEach(text -> vectors.put(text, embedded.next()));
    }
    return vectors;
  }

  private void learnDimension(List<Row> rows) {
    if (dimension == 0 && !rows.isEmpty()) {
      dimension = rows.get(0).vector().length;
    }
  }

  /** The existing ids of a selection. */
  private List<String> find(Selection which) {
    return which.match(
        ids -> remote.get(ids.ids()).ids(), where -> new Matching(remote, where.filter()).ids());
  }

  @Override
  public Page<Passage> get(Selection which, PageRequest page) {
    Arguments.required(which, "which");
    Arguments.required(page, "page");
    requireOpen();
    return reader.page(which, page);
  }

  @Override
  public long count(Filter filter) {
    Arguments.required(filter, "filter");
    requireOpen();
    return filter.equals(Filter.all()) ? remote.count() : new Matching(remote, filter).ids().size();
  }

  @Override
  public SearchResult search(SearchRequest request) {
    Arguments.required(request, "request");
    requireOpen();
    if (request.text() != null && request.vector() == null) {
      if (embedder == null) {
        throw new IllegalStateException(
            "Searching by text needs an embedding model; open the store with one or search by"
                + " vector.");
      }
    } else {
      PassageChecks.requireValid(request.vector(), dimension, "The query vector");
    }
    return new ChromaSearch(remote, metric, this::question, reader::passages).run(request);
  }

  private float[] question(SearchRequest request) {
    if (request.vector() != null) {
      return request.vector();
    }
    requireModel();
    return embedder.embedQuery(request.text());
  }

  /**
   * Rejects a model that did not make the stored vectors, if the collection does not name its
   * model.
   */
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
  public ScoreScale scale(SearchMode mode) {
    Arguments.required(mode, "mode");
    requireOpen();
    ChromaSearch.requireOffered(mode);
    return ScoreScale.of(metric);
  }

  @Override
  public List<float[]> embeddings(List<String> ids) {
    Arguments.requiredAll(ids, "ids");
    requireOpen();
    Map<String, float[]> vectors = reader.vectors(ids.stream().distinct().toList());
    List<float[]> answer = new ArrayList<>(ids.size());
    ids.forEach(id -> answer.add(vectors.get(id)));
    return answer;
  }

  @Override
  public StorageStats stats() {
    requireOpen();
    LongSummaryStatistics texts =
        stream(Selection.all()).mapToLong(Passage::rawTextBytes).summaryStatistics();
    return new StorageStats(texts.getCount(), texts.getSum(), 0, null);
  }

  @Override
  public void compact() {
    requireOpen(); // the server compacts by itself
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
