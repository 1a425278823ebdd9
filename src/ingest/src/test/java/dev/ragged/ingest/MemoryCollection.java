package dev.ragged.ingest;

import dev.ragged.Changes;
import dev.ragged.CheckReport;
import dev.ragged.CollectionInfo;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A collection in a map, enough of one to ingest into. One thread reads while another writes. */
final class MemoryCollection implements VectorCollection {
  final TreeMap<String, Passage> passages = new TreeMap<>();
  int writes;
  int passagesWritten;
  int passagesRead;
  Runnable beforeWrite = () -> {};

  @Override
  public CollectionInfo info() {
    return new CollectionInfo(
        "memory", "memory", Metric.COSINE, 2, null, 0, 0, passages.size(), false);
  }

  @Override
  public long apply(Changes changes) {
    beforeWrite.run();
    Collection<Passage> added = changes.passages();
    Set<String> ids = new HashSet<>();
    added.forEach(passage -> ids.add(passage.id()));
    synchronized (this) {
      writes++;
      passagesWritten += added.size();
      List<String> old =
          passages.values().stream()
              .filter(r -> changes.deleted().stream().anyMatch(which -> selects(which, r)))
              .map(Passage::id)
              .toList();
      passages.keySet().removeAll(old);
      added.forEach(passage -> passages.put(passage.id(), passage));
      return old.stream().filter(id -> !ids.contains(id)).count();
    }
  }

  @Override
  public synchronized void metadata(Selection which, Consumer<Metadata> each) {
    passages.values().stream()
        .filter(passage -> selects(which, passage))
        .forEach(passage -> each.accept(passage.metadata()));
  }

  @Override
  public synchronized Page<Passage> get(Selection which, PageRequest page) {
    List<Passage> selected = passages.values().stream().filter(r -> selects(which, r)).toList();
    int from = page.cursor() == null ? 0 : Integer.parseInt(page.cursor());
    // Small pages, so that readers must follow the cursor.
    int to = Math.min(selected.size(), from + Math.min(2, page.size()));
    passagesRead += to - from;
    return new Page<>(
        selected.subList(from, to), to < selected.size() ? Integer.toString(to) : null, List.of());
  }

  @Override
  public synchronized long count(Filter filter) {
    return passages.values().stream().filter(p -> filter.matches(p.text(), p.metadata())).count();
  }

  private static boolean selects(Selection which, Passage passage) {
    return which.match(
        ids -> ids.ids().contains(passage.id()),
        where -> where.filter().matches(passage.text(), passage.metadata()));
  }

  @Override
  public SearchResult search(SearchRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScoreScale scale(SearchMode mode) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<float[]> embeddings(List<String> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StorageStats stats() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void compact() {}

  @Override
  public CheckReport check() {
    return new CheckReport(List.of(), List.of());
  }

  @Override
  public void close() {}
}
