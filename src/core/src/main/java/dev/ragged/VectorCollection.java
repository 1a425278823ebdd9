package dev.ragged;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passages with one dimension, one metric and one embedding model, found by similarity, words, id
 * or metadata.
 *
 * <p>When a write returns, it is durable, even if the process dies or the power fails, and visible
 * to every later read through this object. What a backend does besides, such as merging files,
 * never makes a write fail that was stored. When a write throws an {@link
 * UnconfirmedWriteException}, it may have been stored, without {@link Capability#ATOMIC_WRITES}
 * also in part. When it throws anything else, it has changed nothing.
 *
 * <p>A failure of a disk or a network leaves a collection usable: once its cause is gone, the same
 * object reads and writes again. Once the collection is dropped through another store, every use
 * throws a {@link NoSuchCollectionException}. Safe for use by several threads; writes run one after
 * the other.
 */
public interface VectorCollection extends AutoCloseable {

  /** Name, metric, dimension, model and number of passages. */
  CollectionInfo info();

  /**
   * Adds passages with new ids; all or nothing with {@link Capability#ATOMIC_WRITES}. Every backend
   * rejects bad input before it writes anything.
   *
   * <p>A passage without a vector is embedded from its text by the store's embedder; a text that
   * several passages of one call have is embedded once. A vector is stored exactly if it is not the
   * embedding of the passage's text: a search only ever scores a passage by its true vector. A
   * store that keeps the embeddings of texts may round them.
   *
   * @throws DuplicateIdException if an id already exists or occurs twice here; it names them all
   * @throws IllegalArgumentException if a vector has the wrong dimension or a value that is not
   *     finite, or if a passage has no vector and there is no embedder; nothing is written
   * @throws CollectionLockedException if another writer holds the collection
   */
  void add(Collection<Passage> passages);

  /**
   * Adds or replaces passages. An existing passage is replaced as a whole: its old text, metadata
   * and vector are gone, nothing is merged. Only a text that is new is embedded, as with {@link
   * #replace}. All or nothing with {@link Capability#ATOMIC_WRITES}.
   *
   * @throws DuplicateIdException if an id occurs twice here
   */
  void upsert(Collection<Passage> passages);

  /**
   * Deletes what {@code which} selects and upserts {@code passages}. With {@link
   * Capability#ATOMIC_WRITES} this is one change: a reader sees the state before or after it, even
   * after a crash. Without it the passages are written first, so that a crash leaves too much
   * rather than too little.
   *
   * <p>A text is not embedded if a passage that is replaced has exactly this text, and the
   * collection's model made its vector: because {@code which} selects it, or because it has the
   * same id. Passages that are given new ids or metadata therefore cost no embedding, and of a
   * changed document only its changed passages do. A text is embedded if only a passage that stays
   * has it, or one whose vector a caller gave.
   *
   * @return the number of deleted passages whose ids are not among {@code passages}
   */
  long replace(Selection which, Collection<Passage> passages);

  /**
   * Deletes passages.
   *
   * @return the number of passages deleted; ids that do not exist do not count
   */
  long delete(Selection which);

  /**
   * Reads passages page by page, in an order that is stable while the collection does not change,
   * so that following {@link Page#next()} visits each selected passage once. A page of large
   * passages may hold fewer than requested and still have a next one. A vector is returned only for
   * a passage without text; {@link #embeddings} gives the others.
   */
  Page<Passage> get(Selection which, PageRequest page);

  /**
   * Streams passages in the order of {@link #get}, reading pages as the stream is consumed. Ids
   * that do not exist are left out. Reading on after the collection is closed throws an {@link
   * IllegalStateException}.
   */
  default Stream<Passage> stream(Selection which) {
    return PageSpliterator.stream(this, which);
  }

  /** The number of passages that a filter matches; {@link Filter#all()} counts all. */
  long count(Filter filter);

  /**
   * Finds the passages nearest to a question. The filter applies before the search, so there are k
   * hits whenever k passages match it; with {@link SearchMode#LEXICAL}, whenever k of those share a
   * word with the question. An empty collection gives no hits.
   *
   * @throws IllegalArgumentException if the store's {@link VectorStore#capabilities()} lack the
   *     mode, or if the vector has the wrong dimension or a value that is not finite; nothing is
   *     searched
   * @throws IllegalStateException if the request is a text and the store has no embedder
   */
  SearchResult search(SearchRequest request);

  /**
   * The vector of each id as a search would score it, re-embedded if it is not stored; null if the
   * id does not exist. With {@link Metric#COSINE} a vector may come back scaled to length 1.
   */
  List<float @Nullable []> embeddings(List<String> ids);

  /** What the collection holds and, if the backend knows it, bytes on disk by kind. */
  StorageStats stats();

  /**
   * Rewrites the files so that deleted passages take no space. May take minutes, and may fail or be
   * killed safely: no passage is changed. Does nothing on a server that compacts by itself.
   */
  void compact();

  /** Reads every file and verifies checksums and invariants; repairs nothing. */
  CheckReport check();

  /** Releases the collection. Never fails because of what is on disk: all writes are stored. */
  @Override
  void close();
}
