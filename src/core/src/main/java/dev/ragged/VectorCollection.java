package dev.ragged;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passages of one dimension, one metric and one embedding model, found by nearness, words, id or
 * metadata.
 *
 * <p>A write that returns is durable and visible to every later read through this object, and
 * survives the death of the process. A write that throws changed nothing, unless its Javadoc or the
 * backend's {@link Capability capabilities} say otherwise. Safe for use by several threads; writes
 * run one after the other.
 */
public interface VectorCollection extends AutoCloseable {

  /** Name, metric, dimension, model and number of passages. */
  CollectionInfo info();

  /**
   * Adds passages whose ids are new; all or nothing with {@link Capability#ATOMIC_WRITES}. Bad
   * input is found before anything is written, on every backend.
   *
   * <p>A passage without a vector is embedded from its text by the store's embedder. A passage with
   * both keeps its vector exactly if it is not the embedding of the text, and so does one without
   * text: a search never scores a passage by anything but its true vector.
   *
   * @throws DuplicateIdException if an id exists already or occurs twice here; it names them
   * @throws IllegalArgumentException if a vector has the wrong dimension or a value that is not
   *     finite, or if a passage lacks a vector and there is no embedder; nothing is written
   * @throws CollectionLockedException if another writer holds the collection
   */
  void add(Collection<Passage> passages);

  /**
   * Writes passages whether their ids exist or not. An existing passage is replaced as a whole: its
   * old text, metadata and vector are gone, nothing is merged. All or nothing with {@link
   * Capability#ATOMIC_WRITES}.
   *
   * @throws DuplicateIdException if an id occurs twice here
   */
  void upsert(Collection<Passage> passages);

  /**
   * Removes what {@code which} selects and upserts {@code passages}; with {@link
   * Capability#ATOMIC_WRITES} as one change: a reader sees the state before or after, also after a
   * crash. Without it the passages are written first, so that a crash leaves too much rather than
   * too little.
   *
   * @return the number of passages removed that {@code passages} does not bring back
   */
  long replace(Selection which, Collection<Passage> passages);

  /**
   * Removes passages.
   *
   * @return the number really removed; ids that do not exist do not count
   */
  long delete(Selection which);

  /**
   * Reads passages page by page, in an order that is stable while the collection does not change,
   * so that following {@link Page#next()} visits each selected passage once. A page may hold fewer
   * passages than asked for, where they are large, and still have a next one. A vector is returned
   * only for a passage without text; {@link #embeddings} gives the others.
   */
  Page<Passage> get(Selection which, PageRequest page);

  /**
   * Reads passages one after the other, in the order of {@link #get}; pages are read as the stream
   * is consumed. Ids that do not exist are left out. Reading on after the collection is closed is
   * an {@link IllegalStateException}.
   */
  default Stream<Passage> stream(Selection which) {
    return PageSpliterator.stream(this, which);
  }

  /** The number of passages that a filter matches; {@link Filter#all()} counts all. */
  long count(Filter filter);

  /**
   * Finds the passages nearest to a question. The filter applies before the search, so k hits come
   * back whenever k passages match it; with {@link SearchMode#LEXICAL}, whenever k of them share a
   * word with the question. An empty collection gives no hits.
   *
   * @throws IllegalArgumentException if the store's {@link VectorStore#capabilities()} lack the
   *     mode, or if the vector has the wrong dimension or a value that is not finite; nothing is
   *     searched
   * @throws IllegalStateException if the request is a text and the store has no embedder
   */
  SearchResult search(SearchRequest request);

  /**
   * The vector of each id as it would be scored, re-embedded where it is not kept; null if absent.
   * With {@link Metric#COSINE} its length is not what it was given with, but may be 1.
   */
  List<float @Nullable []> embeddings(List<String> ids);

  /** What is held, and where the backend knows it, bytes on disk by kind. */
  StorageStats stats();

  /**
   * Rewrites the files so that deleted passages take no space. May take minutes; safe to kill. A
   * server that tidies up by itself does nothing here.
   */
  void compact();

  /** Reads every file and verifies checksums and invariants; repairs nothing. */
  CheckReport check();

  @Override
  void close();
}
