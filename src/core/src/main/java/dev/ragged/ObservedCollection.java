package dev.ragged;

import dev.ragged.Operation.Kind;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A collection with a listener. */
final class ObservedCollection implements VectorCollection {
  private final VectorCollection collection;
  private final String backend;
  private final String name;
  private final Observation observe;

  ObservedCollection(VectorCollection collection, CollectionInfo info, OperationListener listener) {
    this.collection = collection;
    this.backend = info.backend();
    this.name = info.name();
    this.observe = new Observation(listener);
  }

  private Operation operation(Kind kind, int given) {
    return new Operation(kind, backend, name, given, null);
  }

  private static int ids(@Nullable Selection which) {
    return which == null ? 0 : which.match(ids -> ids.ids().size(), where -> 0);
  }

  private static int size(@Nullable Collection<?> given) {
    return given == null ? 0 : given.size();
  }

  @Override
  public CollectionInfo info() {
    return observe.of(operation(Kind.INFO, 0), collection::info, CollectionInfo::passages);
  }

  @Override
  public long apply(Changes changes) {
    int given = changes == null ? 0 : changes.added().size() + changes.upserted().size();
    return observe.of(
        operation(Kind.APPLY, given), () -> collection.apply(changes), count -> count);
  }

  @Override
  public void add(Collection<Passage> passages) {
    observe.run(operation(Kind.ADD, size(passages)), () -> collection.add(passages));
  }

  @Override
  public void upsert(Collection<Passage> passages) {
    observe.run(operation(Kind.UPSERT, size(passages)), () -> collection.upsert(passages));
  }

  @Override
  public long replace(Selection which, Collection<Passage> passages) {
    return observe.of(
        operation(Kind.REPLACE, size(passages)),
        () -> collection.replace(which, passages),
        count -> count);
  }

  @Override
  public long delete(Selection which) {
    return observe.of(
        operation(Kind.DELETE, ids(which)), () -> collection.delete(which), count -> count);
  }

  @Override
  public Page<Passage> get(Selection which, PageRequest page) {
    return observe.of(
        operation(Kind.GET, ids(which)),
        () -> collection.get(which, page),
        read -> read.items().size());
  }

  @Override
  public void metadata(Selection which, Consumer<Metadata> each) {
    observe.of(
        operation(Kind.GET, ids(which)),
        () -> {
          long[] shown = {0};
          collection.metadata(
              which,
              metadata -> {
                shown[0]++;
                each.accept(metadata);
              });
          return shown[0];
        },
        shown -> shown);
  }

  @Override
  public long count(Filter filter) {
    return observe.of(operation(Kind.COUNT, 0), () -> collection.count(filter), counted -> counted);
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return search(request, () -> collection.search(request));
  }

  @Override
  public SearchResult search(SearchRequest request, SearchListener listener) {
    return search(request, () -> collection.search(request, listener));
  }

  private SearchResult search(SearchRequest request, Supplier<SearchResult> search) {
    return observe.of(
        new Operation(Kind.SEARCH, backend, name, 0, request),
        search,
        result -> result.hits().size(),
        SearchResult::stats);
  }

  @Override
  public int warm(int most) {
    return observe.of(operation(Kind.WARM, 0), () -> collection.warm(most), count -> count);
  }

  @Override
  public ScoreScale scale(SearchMode mode) {
    return collection.scale(mode);
  }

  @Override
  public List<float @Nullable []> embeddings(List<String> ids) {
    return observe.of(
        operation(Kind.EMBEDDINGS, size(ids)), () -> collection.embeddings(ids), List::size);
  }

  @Override
  public StorageStats stats() {
    return observe.of(operation(Kind.STATS, 0), collection::stats, StorageStats::passages);
  }

  @Override
  public void compact() {
    observe.run(operation(Kind.COMPACT, 0), collection::compact);
  }

  @Override
  public CheckReport check() {
    return observe.of(
        operation(Kind.CHECK, 0), collection::check, report -> report.problems().size());
  }

  @Override
  public void close() {
    collection.close();
  }
}
