package dev.ragged;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
 * the other. A thread that is interrupted in a read or a write gets an {@link
 * OperationInterruptedException}, its interrupt flag stays set, and no other thread is affected. An
 * argument that is null makes every method throw an {@link IllegalArgumentException} that names it.
 */
public interface VectorCollection extends AutoCloseable {

  /**
   * Name, metric, dimension, model and number of passages.
   *
   * @return what is known now
   */
  CollectionInfo info();

  /**
   * Makes changes, as one with {@link Capability#ATOMIC_WRITES}: a reader sees the state before or
   * after it, even after a crash. Without it the passages are written first, so that a crash leaves
   * too much rather than too little. Every backend rejects bad input before it writes anything. All
   * other writes are cases of this one.
   *
   * <p>A passage without a vector is embedded from its text by the store's embedder; a text that
   * several passages of one call have is embedded once. A text is not embedded if a passage that is
   * replaced has exactly this text, and the collection's model made its vector: because it is among
   * the deleted ones, or because it has the same id. Passages that are given new ids or metadata
   * therefore cost no embedding, and of a changed document only its changed passages do. A text is
   * embedded if only a passage that stays has it, or one whose vector a caller gave.
   *
   * <p>A vector is stored exactly if it is not the embedding of the passage's text: a search only
   * ever scores a passage by its true vector. A store that keeps the embeddings of texts may round
   * them. What is done with a vector that comes with a text is a matter of {@link GivenVectors}.
   *
   * @param changes what goes and what comes
   * @return the number of deleted passages whose ids are not written
   * @throws DuplicateIdException if an id of the added ones exists and is not deleted; it names
   *     them all
   * @throws IllegalArgumentException if a vector has the wrong dimension or a value that is not
   *     finite, or if a passage has no vector and there is no embedder; nothing is written
   * @throws CollectionLockedException if another writer holds the collection
   * @throws OperationInterruptedException if the thread is interrupted; nothing is written
   */
  long apply(Changes changes);

  /**
   * Adds passages with new ids; all or nothing with {@link Capability#ATOMIC_WRITES}.
   *
   * @param passages may be empty
   * @throws DuplicateIdException if an id already exists or occurs twice here; it names them all
   * @see #apply
   */
  default void add(Collection<Passage> passages) {
    apply(Changes.adding(passages));
  }

  /**
   * Adds or replaces passages. An existing passage is replaced as a whole: its old text, metadata
   * and vector are gone, nothing is merged. Only a text that is new is embedded. All or nothing
   * with {@link Capability#ATOMIC_WRITES}.
   *
   * @param passages may be empty
   * @throws DuplicateIdException if an id occurs twice here
   * @see #apply
   */
  default void upsert(Collection<Passage> passages) {
    apply(Changes.replacing(Selection.none(), passages));
  }

  /**
   * Deletes what {@code which} selects and upserts {@code passages}.
   *
   * @param which what to delete, unless it is among the passages
   * @param passages may be empty
   * @return the number of deleted passages whose ids are not among {@code passages}
   * @throws DuplicateIdException if an id occurs twice here
   * @see #apply
   */
  default long replace(Selection which, Collection<Passage> passages) {
    return apply(Changes.replacing(which, passages));
  }

  /**
   * Deletes passages.
   *
   * @param which what to delete
   * @return the number of passages deleted; ids that do not exist do not count
   * @see #apply
   */
  default long delete(Selection which) {
    return apply(Changes.replacing(which, List.of()));
  }

  /**
   * Collects changes, to be written as one. A thousand passages added one by one then cost little
   * more than a thousand added by one call.
   *
   * @return a batch with nothing in it
   */
  default Batch batch() {
    return new Batch(this);
  }

  /**
   * Reads passages page by page, in an order that is stable while the collection does not change,
   * so that following {@link Page#next()} visits each selected passage once. A page of large
   * passages may hold fewer than requested and still have a next one. A vector is returned only for
   * a passage without text; {@link #embeddings} gives the others.
   *
   * @param which what to read
   * @param page where to continue, and how many at most
   * @return the page
   */
  Page<Passage> get(Selection which, PageRequest page);

  /**
   * Streams passages in the order of {@link #get}, reading pages as the stream is consumed. Ids
   * that do not exist are left out. Reading on after the collection is closed throws an {@link
   * IllegalStateException}.
   *
   * @param which what to read
   * @return the passages; needs no closing
   */
  default Stream<Passage> stream(Selection which) {
    return PageSpliterator.stream(this, which);
  }

  /**
   * Shows the metadata of passages, which takes much less than reading them: their texts stay where
   * they are. In no particular order; all of one state of the collection, or as {@link #stream} has
   * them.
   *
   * @param which whose metadata to show
   * @param each called by the calling thread, once for each passage. What it throws ends this and
   *     is thrown here
   */
  default void metadata(Selection which, Consumer<Metadata> each) {
    Arguments.required(each, "each");
    stream(which).map(Passage::metadata).forEach(each);
  }

  /**
   * The number of passages that a filter matches; {@link Filter#all()} counts all.
   *
   * @param filter which to count
   * @return their number
   */
  long count(Filter filter);

  /**
   * Finds the passages nearest to a question. The filter applies before the search, so there are k
   * hits whenever k passages match it; with {@link SearchMode#LEXICAL}, whenever k of those share a
   * word with the question. An empty collection gives no hits.
   *
   * @throws IllegalArgumentException if the store's {@link VectorStore#capabilities()} lack the
   *     mode, or if the vector has the wrong dimension or a value that is not finite; nothing is
   *     searched
   * @param request the question and what is wanted
   * @return the best hits; scores by {@link Metric#COSINE} are within -1 and 1
   * @throws IllegalStateException if the request is a text and the store has no embedder
   * @throws OperationInterruptedException if the thread is interrupted
   */
  SearchResult search(SearchRequest request);

  /**
   * Searches as {@link #search(SearchRequest)} does, with the same result, and shows the hits
   * before their scores are exact. The listener is told of the best hits as soon as there are
   * estimates of their scores, then each time that exact scores have changed them, and at the end
   * of the result itself. A backend without {@link Capability#RECOMPUTE}, and every search in which
   * no score has to be estimated, tells it of the result only.
   *
   * <p>Of what the listener is told, all is right but the estimates: the filter and the minimum
   * score hold, and a score that is exact stays as it is. Vectors come with the result only.
   *
   * @param request the question and what is wanted
   * @param listener called by the calling thread, at least once, and not after this returns or
   *     throws. It may read the collection. What it throws ends the search and is thrown here
   * @return what the listener was told of last
   * @throws OperationInterruptedException if the thread is interrupted before the result is known
   */
  default SearchResult search(SearchRequest request, SearchListener listener) {
    Arguments.required(listener, "listener");
    SearchResult result = search(request);
    listener.found(result);
    return result;
  }

  /**
   * Embeds passages whose vectors are not in memory yet, so that later searches find them there:
   * for times when nothing else is to do. Stops where {@link VectorStore#cache()} is full, and
   * displaces nothing. To be called again until it gives 0.
   *
   * @param most how many passages at most, at least 1
   * @return the number of passages embedded; 0 if there is nothing to do, or no more room
   * @throws OperationInterruptedException if the thread is interrupted; what is embedded by then is
   *     kept
   */
  default int warm(int most) {
    return 0;
  }

  /**
   * What the scores of a mode mean between 0 and 1: for thresholds, which {@link
   * SearchRequest#withMinScore} takes as scores.
   *
   * @param mode as in a request; {@link SearchMode#AUTO} stands for that of a search by text
   * @return the scale, which is the same for every question
   * @throws IllegalArgumentException if the store's {@link VectorStore#capabilities()} lack the
   *     mode
   */
  ScoreScale scale(SearchMode mode);

  /**
   * The vector of each id as a search would score it, re-embedded if it is not stored; null if the
   * id does not exist. With {@link Metric#COSINE} a vector may come back scaled to length 1, except
   * one that was given and is kept: that comes back bit for bit, see {@link GivenVectors}.
   *
   * @param ids in any order; may repeat
   * @return the vectors in the order of the ids, the caller's own
   */
  List<float @Nullable []> embeddings(List<String> ids);

  /**
   * What the collection holds and, if the backend knows it, bytes on disk by kind.
   *
   * @return what is known now
   */
  StorageStats stats();

  /**
   * Rewrites the files so that deleted passages take no space. May take minutes, and may fail or be
   * killed safely: no passage is changed. Does nothing on a server that compacts by itself.
   */
  void compact();

  /**
   * Reads every file and verifies checksums and invariants; repairs nothing.
   *
   * @return what was looked at, and what is wrong
   */
  CheckReport check();

  /**
   * This collection for callers that do not wait.
   *
   * @param executor runs the operations, each by one thread from beginning to end
   * @return a view; closing the collection ends its use too
   */
  default AsyncCollection async(Executor executor) {
    return new AsyncCollection(this, Arguments.required(executor, "executor"));
  }

  /**
   * This collection with a listener that is told of every operation through the view.
   *
   * @param listener told before and after each operation
   * @return a view; closing it closes the collection
   */
  default VectorCollection observed(OperationListener listener) {
    return new ObservedCollection(this, info(), Arguments.required(listener, "listener"));
  }

  /** Releases the collection. Never fails because of what is on disk: all writes are stored. */
  @Override
  void close();
}
